package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say on standard error, as text and as JSON. */
class LogIT {
  @TempDir private Path folder;

  private String config(int port, Map<String, ?> more) {
    Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "host",
                RedisServerFixture.HOST,
                "port",
                port,
                "retry_seconds",
                0,
                "destination",
                "duckdb:" + folder.resolve("shop.duckdb")));
    values.putAll(more);
    return CliRun.config(folder, values).toString();
  }

  @Test
  void aFailureIsALineOfTextAndWithDebugItsStack() {
    String config = config(RedisServerFixture.freePort(), Map.of());
    CliRun plain = CliRun.of("check", config);
    assertThat(plain.exitCode()).isEqualTo(3);
    assertThat(plain.err()).startsWith("skimmer: ").doesNotContain("  at dev.skimmer.");
    CliRun debug = CliRun.of("check", config, "--debug");
    assertThat(debug.exitCode()).isEqualTo(3);
    assertThat(debug.err()).contains("ConnectorException", "  at dev.skimmer.");
    assertThat(CliRun.of("check", config).err()).doesNotContain("  at dev.skimmer.");
  }

  @Test
  void aFailureIsAnObjectWithItsCode() {
    String config = config(RedisServerFixture.freePort(), Map.of());
    CliRun run = CliRun.of("--log-format", "json", "check", config);
    JsonNode last = run.logged().get(run.logged().size() - 1);
    assertThat(last.get("level").asText()).isEqualTo("ERROR");
    assertThat(last.get("formattedMessage").asText()).contains("127.0.0.1");
    assertThat(last.get("kvpList").toString())
        .contains("source_unreachable", "exit_code")
        .doesNotContain("stack");
    CliRun debug = CliRun.of("check", config, "--log-format=json", "--debug");
    assertThat(debug.logged().get(debug.logged().size() - 1).get("kvpList").toString())
        .contains("stack", "at dev.skimmer.");
  }

  @Test
  void aMistakeInTheWordsOfACommandIsAnObjectToo() {
    CliRun run = CliRun.of("check", "--log-format", "json", "CONFIG.json", "--nothing");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.logged()).isNotEmpty();
    CliRun behind = CliRun.of("check", "CONFIG.json", "--nothing", "--log-format=json");
    assertThat(behind.logged()).isNotEmpty();
  }

  @Test
  void aWarningIsAnObjectInWhichNothingIsRaw() {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient client = server.client()) {
      client.reply("SET", "a\u001b[31m\nb", "x".repeat(300));
      String config = config(server.port(), Map.of("password", "", "max_value_bytes", 200));
      CliRun run = CliRun.of("sync", config, "--log-format", "json");
      assertThat(run.exitCode()).isEqualTo(6);
      assertThat(run.err()).doesNotContain("\u001b");
      assertThat(run.logged()).allSatisfy(entry -> assertThat(entry.has("level")).isTrue());
      assertThat(run.out()).startsWith("Finished with errors");
    }
  }

  @Test
  void theFormatOfOneRunIsNotThatOfTheNext() {
    CliRun.of("check", "nothing.json", "--log-format", "json", "--debug");
    List<String> lines = CliRun.of("check", "nothing.json").err().lines().toList();
    assertThat(lines)
        .containsExactly(
            "skimmer: Cannot read the configuration nothing.json (NoSuchFileException).",
            "skimmer: Name a JSON file that exists.");
  }
}
