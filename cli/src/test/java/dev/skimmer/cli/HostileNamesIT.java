package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.text.Printable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that would be SQL, or would steer a terminal, are names and nothing else. */
class HostileNamesIT {
  private static final List<String> KEYS =
      List.of(
          "\u001b[31mred\u001b]0;title\u0007",
          "line\nbreak\r\u0085\u2028",
          "\u202eturned\u2066",
          "\u009b2J",
          "</script><script>alert(1)</script>",
          "'; DROP TABLE dragonfly_data; --",
          "=cmd|' /C calc'!A0");

  private static RedisServerFixture server;

  @TempDir private Path folder;

  @BeforeAll
  static void startServer() {
    server = RedisServerFixture.start();
    try (RespClient client = server.client()) {
      for (String key : KEYS) {
        client.reply("SET", key, "too large".repeat(20));
      }
      client.reply("SET", "small", "v");
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private CliRun run(String command, Map<String, ?> more, String... arguments) {
    Map<String, Object> values = new HashMap<>();
    values.put("host", RedisServerFixture.HOST);
    values.put("port", server.port());
    values.put("destination", "duckdb:" + database());
    values.putAll(more);
    String[] all = new String[arguments.length + 2];
    all[0] = command;
    all[1] = CliRun.config(folder, values).toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return CliRun.of(all);
  }

  private Path database() {
    return folder.resolve("names.duckdb");
  }

  private static void assertSteersNothing(CliRun run) {
    assertThat(Printable.lines(run.out())).isEqualTo(run.out());
    assertThat(Printable.lines(run.err())).isEqualTo(run.err());
  }

  @Test
  @Tag("promise-36")
  void aKeyCannotSteerTheTerminal() {
    Map<String, ?> small = Map.of("max_value_bytes", 100);
    CliRun sync = run("sync", small);
    assertThat(sync.exitCode()).isEqualTo(6);
    assertSteersNothing(sync);
    assertSteersNothing(run("sync", small, "--output", "json"));
    assertSteersNothing(run("check", small));
    assertThat(Tables.texts(database(), "SELECT key FROM dragonfly_data_errors"))
        .containsExactlyInAnyOrderElementsOf(KEYS);
    for (String message : Tables.texts(database(), "SELECT message FROM dragonfly_data_errors")) {
      assertThat(Printable.line(message)).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @Tag("promise-36")
  @ValueSource(strings = {"host", "table_name", "key_pattern", "destination", "\u001b[31mkey"})
  void aConfigurationCannotSteerTheTerminal(String key) {
    CliRun run = run("check", Map.of(key, "\u001b[2J\u202e\u009b"));
    assertThat(run.exitCode()).isBetween(0, 5);
    assertSteersNothing(run);
  }

  @ParameterizedTest
  @Tag("promise-35")
  @ValueSource(
      strings = {
        "\"; drop table x; --",
        "line\nbreak",
        "select",
        "a table",
        "ünï",
        "semi;colon",
        "'quoted'"
      })
  void aTableMayHaveAnyName(String name) {
    CliRun sync = run("sync", Map.of("table_name", name));
    assertThat(sync.exitCode()).as(sync.err()).isZero();
    assertSteersNothing(sync);
    String quoted = '"' + name.replace("\"", "\"\"") + '"';
    assertThat(Tables.number(database(), "SELECT count(*) FROM " + quoted))
        .isEqualTo(KEYS.size() + 1);
    assertThat(run("sync", Map.of("table_name", name)).exitCode()).isZero();
  }

  /** DuckDB has no limit; where a database has one, its contract makes sure that it is named. */
  @Test
  @Tag("promise-35")
  void aTableMayHaveANameOfAThousandCharacters() {
    String name = "x".repeat(1_000);
    CliRun sync = run("sync", Map.of("table_name", name));
    assertThat(sync.exitCode()).as(sync.err()).isZero();
    assertThat(Tables.number(database(), "SELECT count(*) FROM " + name))
        .isEqualTo(KEYS.size() + 1);
  }

  @Test
  @Tag("promise-6")
  void checkPrintsTheRuleAndNothingElse() {
    CliRun run = run("check", Map.of("key_pattern", "user:*"), "--print-acl");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith(
            "ACL SETUSER skimmer on ><password> resetkeys resetchannels ~user:* -@all +scan")
        .hasLineCount(1);
    assertThat(run.err()).isEmpty();
  }
}
