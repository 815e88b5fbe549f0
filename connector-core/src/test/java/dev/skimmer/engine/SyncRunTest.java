package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.Skimmer;
import dev.skimmer.SyncRun;
import dev.skimmer.spi.PassMetrics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way in for programs that embed Skimmer. */
class SyncRunTest {
  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();

  @Test
  void aSyncOpensBothEndsMakesAPassAndTellsTheListenerOfItsEnd() {
    source.keys.put("a", "value");
    List<SyncProgress> told = new ArrayList<>();
    SyncResult result =
        Skimmer.sync().from(context -> source).to(context -> destination).listener(told::add).run();
    assertThat(result.outcome()).isEqualTo(Outcome.IN_SYNC);
    assertThat(result.inserted()).isEqualTo(1);
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
    assertThat(told.get(told.size() - 1).changed()).isEqualTo(1);
  }

  @Test
  void aSyncThatIsStoppedBeforeItRunsReadsNothing() {
    source.keys.put("a", "value");
    SyncRun run = Skimmer.sync().from(context -> source).to(context -> destination).prepare();
    run.stop();
    assertThat(run.run().outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(destination.values(MemorySource.TABLE)).isEmpty();
  }

  @Test
  void aTableOfSomebodyElseIsTakenOverOnlyWithConsent() {
    source.keys.put("a", "value");
    Skimmer.sync().from(context -> source).to(context -> destination).run();
    source.identity = "another";
    assertThatThrownBy(
            () -> Skimmer.sync().from(context -> source).to(context -> destination).run())
        .hasMessageContaining("--adopt");
    assertThat(
            Skimmer.sync()
                .from(context -> source)
                .to(context -> destination)
                .consent(Consent.ADOPT)
                .options(SyncOptions.DEFAULTS)
                .run()
                .outcome())
        .isEqualTo(Outcome.IN_SYNC);
  }

  @Test
  void aSyncWithoutBothEndsIsAMistake() {
    assertThatThrownBy(() -> Skimmer.sync().from(context -> source).prepare())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("to()");
  }
}
