package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.PassMetrics;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that the source has named are read again, without a pass. */
class RefreshTest {
  private static final int KEYS = 20;

  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();
  private Sync sync;
  private Removals removals = new Removals(new DeleteGuard(100));

  @BeforeEach
  void fill() {
    IntStream.range(0, KEYS).forEach(i -> source.keys.put("key" + i, "value"));
    sync = sync(SyncOptions.DEFAULTS);
    sync.run(progress -> {});
  }

  private Sync sync(SyncOptions options) {
    Context context = new Context(Clock.systemUTC(), source.metrics);
    return new Sync(source, destination, options, context, Set.of());
  }

  private Optional<RefreshResult> refresh(String... keys) {
    return sync.refresh(Map.of(MemorySource.TABLE, Set.of(keys)), removals);
  }

  private SyncState state() {
    return SyncStateCodec.decode("memory", destination.state).sync().orElseThrow();
  }

  @Test
  void whatIsNewChangedOrGoneIsWrittenForTheNamedKeysAlone() {
    SyncState before = state();
    source.keys.put("new", "value");
    source.keys.put("key1", "changed");
    source.keys.put("key2", "changed, but not named");
    source.keys.remove("key3");
    assertThat(refresh("new", "key1", "key3", "key4", "came and went"))
        .contains(new RefreshResult(1, 1, 1, 0, 0));
    assertThat(destination.values(MemorySource.TABLE))
        .hasSize(KEYS)
        .containsEntry("new", "value")
        .containsEntry("key1", "changed")
        .containsEntry("key2", "value")
        .doesNotContainKey("key3");
    assertThat(state()).as("no pass").isEqualTo(before);
  }

  @Test
  void theNextPassGoesOnWithTheIndexAndFindsTheRest() {
    source.keys.put("key1", "changed");
    refresh("key1");
    int loads = destination.loads;
    source.keys.put("key2", "changed");
    SyncResult pass = sync.run(progress -> {});
    assertThat(pass.updated()).isEqualTo(1);
    assertThat(destination.loads).as("rows were not read again").isEqualTo(loads);
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }

  @Test
  void anotherSyncMayCommitInBetween() {
    source.keys.put("other", "value");
    sync(SyncOptions.DEFAULTS).run(progress -> {});
    source.keys.put("other", "changed");
    assertThat(refresh("other")).contains(new RefreshResult(0, 1, 0, 0, 0));
  }

  @Test
  void onlySoManyRowsGoAsMayTheOthersWaitForAPass() {
    removals = new Removals(new DeleteGuard(10));
    source.keys.clear();
    String[] all = IntStream.range(0, KEYS).mapToObj(i -> "key" + i).toArray(String[]::new);
    assertThat(refresh(all)).contains(new RefreshResult(0, 0, KEYS / 10, 0, 0));
    assertThat(refresh(all)).as("again").contains(new RefreshResult(0, 0, 0, 0, 0));
    assertThat(destination.values(MemorySource.TABLE)).hasSize(KEYS - KEYS / 10);
  }

  @Test
  void anotherServerOrScopeOrAnUnfinishedPassIsForAPassAlone() {
    source.keys.put("new", "value");
    source.epoch = "run-2";
    assertThat(refresh("new")).isEmpty();
    source.epoch = "run-1";
    source.scope = "another";
    assertThat(refresh("new")).isEmpty();
    source.scope = "*";
    assertThat(destination.values(MemorySource.TABLE)).doesNotContainKey("new");
    source.beforePage = sync::stop;
    sync.run(progress -> {});
    assertThat(state().complete()).isFalse();
    source.keys.put("newer", "value");
    sync = sync(SyncOptions.DEFAULTS);
    assertThat(refresh("newer")).isEmpty();
    assertThat(destination.values(MemorySource.TABLE)).doesNotContainKey("newer");
  }

  @Test
  void aServerThatChangesMeanwhileKeepsTheRowsFromBeingCommitted() {
    source.keys.put("new", "value");
    source.beforeSweep = () -> source.epoch = "run-2";
    assertThatThrownBy(() -> refresh("new")).isInstanceOf(ConnectorException.class);
    assertThat(destination.values(MemorySource.TABLE)).doesNotContainKey("new");
  }

  @Test
  void anUnreadableKeyIsListedAndItsRowStays() {
    source.keys.put("key1", "unreadable");
    assertThat(refresh("key1")).contains(new RefreshResult(0, 0, 0, 0, 1));
    assertThat(destination.values(MemorySource.TABLE)).containsEntry("key1", "value");
    assertThat(destination.values(MemorySource.ERRORS)).containsKey("key1");
  }
}
