package dev.skimmer.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.engine.SplitProgress;
import dev.skimmer.engine.SyncPhase;
import dev.skimmer.engine.SyncProgress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private static final long SECOND = 1_000_000_000L;

  private final Pace pace = new Pace();

  private static SyncProgress progress(SyncPhase phase, OptionalLong expected, long errors) {
    return new SyncProgress(phase, 250_000, expected, 1_234, errors, 64L << 20, List.of());
  }

  private String line(int width) {
    pace.add(0, 0);
    pace.add(10 * SECOND, 250_000);
    return ProgressText.line(
        progress(SyncPhase.SCANNING, OptionalLong.of(1_000_000), 0), pace, width);
  }

  @Test
  void aWideLineTellsEverything() {
    assertThat(line(200))
        .isEqualTo(
            "skimmer: 250,000 keys, 25 % of 1,000,000, 25,000/s, 1,234 changed, 0 errors, 64 MB, 0:30 left");
  }

  @Test
  void aNarrowLineLeavesOutWhatMattersLeast() {
    assertThat(line(90)).doesNotContain("MB").contains("0 errors", "left").hasSizeLessThan(91);
    assertThat(line(51)).isEqualTo("skimmer: 250,000 keys, 25 % of 1,000,000, 0:30 left");
    assertThat(line(40)).isEqualTo("skimmer: 250,000 keys, 0:30 left");
    for (int width = 0; width < 120; width++) {
      assertThat(line(width)).hasSizeLessThanOrEqualTo(width);
    }
  }

  @Test
  void errorsAreAmongTheLastToBeLeftOut() {
    assertThat(
            ProgressText.line(
                progress(SyncPhase.SCANNING, OptionalLong.of(1_000_000), 7), pace, 40))
        .isEqualTo("skimmer: 250,000 keys, 7 errors");
  }

  @Test
  void withoutAnExpectationNothingIsPromised() {
    pace.add(0, 0);
    pace.add(10 * SECOND, 250_000);
    assertThat(ProgressText.line(progress(SyncPhase.SCANNING, OptionalLong.empty(), 0), pace, 200))
        .doesNotContain("%", "left")
        .contains("250,000 keys", "25,000/s");
  }

  @Test
  void moreKeysThanThereWereAtTheStartAreNoMoreThanAll() {
    String line =
        ProgressText.line(progress(SyncPhase.SCANNING, OptionalLong.of(200_000), 0), pace, 200);
    assertThat(line).contains("100 % of 200,000").doesNotContain("left");
  }

  @Test
  void eachPhaseIsNamed() {
    assertThat(ProgressText.line(progress(SyncPhase.PREPARING, OptionalLong.of(1), 0), pace, 200))
        .isEqualTo("skimmer: reading what the tables hold");
    assertThat(ProgressText.line(progress(SyncPhase.SWEEPING, OptionalLong.of(1), 0), pace, 200))
        .startsWith("skimmer: looking for deleted keys, 250,000 keys")
        .doesNotContain("left");
    assertThat(ProgressText.line(progress(SyncPhase.COMPARING, OptionalLong.empty(), 0), pace, 200))
        .isEqualTo("skimmer: comparing, 250,000 keys, 64 MB");
  }

  @Test
  void whatASourceCallsASplitSteersNoTerminal() {
    assertThat(ProgressText.line(new SplitProgress("a\u001b[2Jb\n", 1_000, true)))
        .isEqualTo("skimmer:   a?[2Jb?: 1,000 keys, done");
  }

  @Test
  void aPaceIsThatOfTheLastTenSeconds() {
    assertThat(pace.keysPerSecond()).isEmpty();
    pace.add(0, 0);
    pace.add(SECOND / 10, 1_000);
    assertThat(pace.keysPerSecond()).isEmpty();
    pace.add(20 * SECOND, 1_000_000);
    pace.add(25 * SECOND, 1_000_500);
    assertThat(pace.keysPerSecond()).hasValue(100);
    assertThat(pace.timeFor(250)).contains(Duration.ofSeconds(3));
    assertThat(pace.timeFor(-1)).isEmpty();
    pace.add(60 * SECOND, 1_000_500);
    pace.add(61 * SECOND, 1_000_500);
    assertThat(pace.timeFor(250)).isEmpty();
  }

  @Test
  void hoursAreShownOnlyWhereThereAreSome() {
    assertThat(ProgressText.time(Duration.ofSeconds(75))).isEqualTo("1:15");
    assertThat(ProgressText.time(Duration.ofSeconds(3_675))).isEqualTo("1:01:15");
    assertThat(ProgressText.size(2_048)).isEqualTo("2 KB");
    assertThat(ProgressText.size(1L << 33)).isEqualTo("8,192 MB");
  }

  @Test
  void aTerminalThatDoesNotKnowItsSizeIsTakenForAClassicOne() {
    assertThat(TerminalSize.parse("50 132")).isEqualTo(new TerminalSize(50, 132));
    assertThat(TerminalSize.parse("0 0")).isEqualTo(new TerminalSize(24, 80));
    assertThat(TerminalSize.parse("")).isEqualTo(new TerminalSize(24, 80));
  }
}
