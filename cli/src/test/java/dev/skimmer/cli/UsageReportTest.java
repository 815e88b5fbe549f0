package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A mistake in the words of a command is answered in a line or two, not with a page. */
class UsageReportTest {
  private static void answers(List<String> arguments, String... parts) {
    CliRun run = CliRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(parts);
    assertThat(run.err().lines())
        .hasSizeLessThanOrEqualTo(3)
        .allMatch(l -> l.startsWith("skimmer: "));
  }

  @Test
  void aWrongValueIsNamedWithTheHelpToRead() {
    answers(
        List.of("verify", "CONFIG.json", "--sample", "x"),
        "--sample",
        "'x'",
        "'skimmer verify --help'");
    answers(List.of("sync", "CONFIG.json", "--output", "xml"), "text, json", "'xml'");
  }

  @Test
  void anUnknownOptionIsAnsweredWithANearOne() {
    answers(List.of("sync", "CONFIG.json", "--dry-rum"), "'--dry-rum'", "--dry-run");
  }

  @Test
  void anUnknownCommandIsAnsweredWithANearOne() {
    answers(List.of("verfy"), "'verfy'", "verify", "'skimmer --help'");
  }

  @Test
  void aMissingConfigurationIsNamed() {
    answers(List.of("sync"), "CONFIG.json", "'skimmer sync --help'");
  }

  @Test
  void whatIsPrintedBackSteersNoTerminal() {
    CliRun run = CliRun.of("sync", "CONFIG.json", "--\u001b[31mred");
    assertThat(run.err()).contains("?[31mred").doesNotContain("\u001b");
  }
}
