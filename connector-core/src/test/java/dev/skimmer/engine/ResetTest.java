package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Row;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a reset leaves that is stopped, or that meets rows of others. */
class ResetTest {
  private final Context context = Context.system();
  private final MemorySource source = new MemorySource(context.metrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final SyncOptions options = new SyncOptions(10, 100);

  private SyncResult sync() {
    for (int i = 0; i < 100; i++) {
      source.keys.put("key " + i, "value");
    }
    return new Sync(source, destination, options, context, Set.of()).run(SyncListener.NONE);
  }

  private Map<String, Row> rows() {
    return destination.tables.get(MemorySource.TABLE);
  }

  private Reset reset() {
    return new Reset(source, destination, options, context);
  }

  @Test
  void aResetThatIsStoppedKeepsTheStateAndGivesThePipelineBack() {
    sync();
    Reset reset = reset();
    int[] read = {0};
    destination.beforeRow =
        () -> {
          read[0]++;
          if (read[0] == 25) {
            reset.stop();
          }
        };
    ResetResult result = reset.run();
    assertThat(result.finished()).isFalse();
    assertThat(result.rows()).isEqualTo(25);
    assertThat(rows()).hasSize(75);
    destination.beforeRow = () -> {};
    SyncResult next = sync();
    assertThat(next.pass()).as("the state is kept").isEqualTo(2);
    assertThat(next.inserted()).isEqualTo(25);
  }

  @Test
  void rowsWhoseKeyIsNoTextOfOursGoToo() {
    sync();
    rows().put("\\x41", Row.of("\\x41", "value", null));
    assertThat(reset().run()).isEqualTo(new ResetResult(101, 0, 0, true));
    assertThat(rows()).isEmpty();
    assertThat(sync().pass()).isEqualTo(1);
  }

  @Test
  void aResetCommitsInParts() {
    sync();
    int commits = destination.commits;
    assertThat(reset().run().finished()).isTrue();
    assertThat(destination.commits - commits).isGreaterThanOrEqualTo(10);
  }

  @Test
  void entriesOfTheErrorsTableAreCountedForThemselves() {
    source.keys.put("odd", "unreadable");
    sync();
    assertThat(reset().run()).isEqualTo(new ResetResult(100, 0, 1, true));
    assertThat(destination.tables.get(MemorySource.ERRORS)).isEmpty();
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> reset().run())
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_FOREIGN))
        .hasMessageContaining(why);
    assertThat(rows()).hasSize(100);
  }

  @Test
  void tablesOfAnotherSourceOrNobodysAreRefused() {
    sync();
    source.identity = "other/0";
    assertRefused("is a copy of memory/0");
    source.identity = "memory/0";
    destination.state = Optional.empty();
    assertRefused("No sync has filled table");
  }
}
