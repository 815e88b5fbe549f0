package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a destination tells of a pipeline that is at work, and of many syncs. */
class SyncHistoryTest {
  private final Context context = Context.system();
  private final MemorySource source = new MemorySource(context.metrics());
  private final MemoryDestination destination = new MemoryDestination();

  private void sync() {
    new Sync(source, destination, SyncOptions.DEFAULTS, context, Set.of()).run(SyncListener.NONE);
  }

  @Test
  void whoHoldsAPipelineIsTold() {
    sync();
    assertThat(new SyncHistory(destination).pipelines(Instant.now()).get(0).holder()).isEmpty();
    LeaseHolder other = new LeaseHolder("other", "elsewhere", 17, "", "", "");
    LeaseRule rule = new LeaseRule("memory", other, false, Clock.systemUTC());
    Retries retries = new Retries(Backoff.DEFAULT, Duration.ofSeconds(1), new FakeTime());
    new Tenure(
            rule,
            destination.stateStore("memory"),
            new KnownTables(source.tables(), destination),
            Duration.ofMinutes(1),
            retries)
        .take(state -> {});
    PipelineStatus status = new SyncHistory(destination).pipelines(Instant.now()).get(0);
    assertThat(status.holder().orElseThrow().description()).contains("17").contains("elsewhere");
    assertThat(status.complete()).isTrue();
  }

  @Test
  void whatTheTablesHaveGrownByOfLateIsTold() {
    source.keys.putAll(Map.of("one", "value", "two", "value", "three", "value"));
    sync();
    source.keys.keySet().removeAll(List.of("one", "two"));
    sync();
    Instant now = Instant.now();
    assertThat(growth(now)).isEqualTo(new PipelineStatus.Growth(Duration.ofHours(24), 2, 1));
    assertThat(growth(now.plus(Duration.ofHours(25)))).isEqualTo(PipelineStatus.Growth.NONE);
  }

  private PipelineStatus.Growth growth(Instant now) {
    return new SyncHistory(destination).pipelines(now).get(0).growth();
  }

  @Test
  void ofManySyncsTheNewestAreKept() {
    for (int i = 0; i < 30; i++) {
      source.keys.put("key " + i, "value");
      sync();
    }
    List<PastSync> newest = new SyncHistory(destination).newest(10, Optional.empty());
    assertThat(newest).extracting(PastSync::pass).hasSize(10).contains(30L).doesNotContain(10L);
    assertThat(new SyncHistory(destination).pipelines(Instant.now()).get(0).totals().inserted())
        .isEqualTo(30);
    assertThat(new SyncHistory(destination).newest(10, Optional.of("none"))).isEmpty();
    assertThat(new SyncHistory(destination).newest(0, Optional.empty())).isEmpty();
  }
}
