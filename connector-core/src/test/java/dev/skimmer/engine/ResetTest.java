package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Row;
import java.util.Map;
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
}
