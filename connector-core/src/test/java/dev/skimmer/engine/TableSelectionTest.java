package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A server with several databases, most of them empty. */
class TableSelectionTest {
  private static final TableId VACANT = new TableId("vacant");
  private static final TableId UNCOUNTED = new TableId("uncounted");

  private final Context context = Context.system();
  private final MemorySource source = new MemorySource(context.metrics());
  private final MemoryDestination destination = new MemoryDestination();

  TableSelectionTest() {
    source.keys.put("key", "value");
    source.vacant.put(VACANT, OptionalLong.of(0));
    source.vacant.put(UNCOUNTED, OptionalLong.empty());
  }

  private Sync sync() {
    return new Sync(
        source,
        destination,
        SyncOptions.DEFAULTS,
        context,
        Set.of(),
        new FakeTime(),
        LocalProcess.newHolder());
  }

  private SyncState stored() {
    return SyncStateCodec.decode("memory", destination.state.orElseThrow().document())
        .sync()
        .orElseThrow();
  }

  @Test
  void anEmptyDatabaseGetsNoTableUnlessNobodyKnowsThatItIsEmpty() {
    assertThat(sync().run(SyncListener.NONE).inserted()).isEqualTo(1);
    assertThat(destination.tables)
        .containsOnlyKeys(
            MemorySource.TABLE,
            MemorySource.ERRORS,
            UNCOUNTED,
            UNCOUNTED.withSuffix("_errors"),
            SyncsTable.SCHEMA.id());
  }

  @Test
  void aDatabaseThatBecameEmptyKeepsItsTable() {
    source.tables().forEach(destination::apply);
    TableSelection selection = new TableSelection(source, destination);
    assertThat(selection.mainTables())
        .containsExactlyInAnyOrder(MemorySource.TABLE, VACANT, UNCOUNTED);
    assertThat(selection.contains(VACANT)).isTrue();
    assertThat(selection.contains(MemorySource.ERRORS)).isFalse();
  }

  @Test
  void nothingIsReadOfADatabaseWithoutATable() {
    Sync sync = sync();
    List<SyncState> states = new ArrayList<>();
    source.beforePage = sync::stop;
    destination.afterCommit = () -> states.add(stored());
    sync.run(SyncListener.NONE);
    assertThat(states).isNotEmpty();
    assertThat(states.get(0).splits()).containsOnlyKeys("s0", "uncounted");
  }
}
