package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sync shows while it runs, on a terminal that {@code script} makes, and without one. */
class ProgressIT {
  private static final int KEYS = 150_000;
  private static final String ESCAPE = "\u001b";

  private static RedisServerFixture server;

  @TempDir private Path folder;

  @BeforeAll
  static void fillServer() {
    server = RedisServerFixture.start();
    try (RespClient client = server.client()) {
      client.reply("DEBUG", "POPULATE", KEYS);
      client.reply("SET", "evil" + ESCAPE + "]0;owned\u0007", "x".repeat(300));
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private String config() {
    return CliRun.config(
            folder,
            Map.of(
                "host",
                RedisServerFixture.HOST,
                "port",
                server.port(),
                "batch_size",
                20,
                "max_value_bytes",
                200,
                "destination",
                "duckdb:" + folder.resolve("shop.duckdb")))
        .toString();
  }

  /** Runs a sync on a terminal of so many columns, and returns all that reached it. */
  private String onTerminal(int columns, String environment, String... options) throws Exception {
    List<String> java =
        CliRun.command("sync", config()).stream().map(word -> "'" + word + "'").toList();
    String command =
        "stty rows 10 cols %d; %s exec %s %s"
            .formatted(columns, environment, String.join(" ", java), String.join(" ", options));
    Path log = folder.resolve("terminal");
    ProcessBuilder script =
        new ProcessBuilder("script", "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(log.toFile());
    script.environment().put("TERM", "xterm");
    script.environment().remove("NO_COLOR");
    Process process = script.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return Files.readString(log);
  }

  @Test
  void onATerminalALineIsRewrittenInPlaceAndGoneAtTheEnd() throws Exception {
    String shown = onTerminal(120, "");
    assertThat(shown).contains("keys, ", " % of 150,001", "/s, ", ESCAPE + "[K");
    assertThat(shown.chars().filter(c -> c == '\n')).hasSizeLessThan(12);
    assertThat(shown).contains(ESCAPE + "[31m1 errors");
    assertThat(shown.substring(shown.lastIndexOf("\r" + ESCAPE + "[J")))
        .contains("Finished with errors")
        .doesNotContain("skimmer:");
    assertThat(shown).doesNotContain("owned");
  }

  @Test
  void aNarrowTerminalGetsAShortLine() throws Exception {
    String shown = onTerminal(40, "NO_COLOR=1");
    List<String> lines =
        List.of(shown.split("\r")).stream().filter(l -> l.startsWith("skimmer: ")).toList();
    assertThat(lines)
        .hasSizeGreaterThan(2)
        .allSatisfy(
            line ->
                assertThat(line.replaceAll(ESCAPE + "\\[[?0-9]*[A-Za-z]", "")).hasSizeLessThan(40));
    assertThat(shown).doesNotContain(ESCAPE + "[31m");
  }

  @Test
  void aDumbTerminalIsNotSteered() throws Exception {
    assertThat(onTerminal(80, "TERM=dumb")).doesNotContain(ESCAPE).contains("Finished with errors");
  }

  @Test
  void quietPrintsNothingButErrors() throws Exception {
    assertThat(onTerminal(80, "", "--quiet")).isEmpty();
    CliRun json = CliRun.of("sync", config(), "--quiet", "--output", "json");
    assertThat(json.json(6).get("errors").asLong()).isEqualTo(1);
    assertThat(json.err()).isEmpty();
    CliRun failed =
        CliRun.of(
            "sync", config(), "-q", "--set", "host=nobody.invalid", "--set", "retry_seconds=0");
    assertThat(failed.exitCode()).isEqualTo(3);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("nobody.invalid");
  }

  @Test
  void withoutATerminalStandardErrorIsPlainAndStandardOutputHoldsTheSummaryAlone()
      throws IOException {
    CliRun run = CliRun.of("sync", config(), "--verbose");
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).doesNotContain(ESCAPE);
    assertThat(run.out()).startsWith("Finished with errors").doesNotContain("skimmer:");
  }
}
