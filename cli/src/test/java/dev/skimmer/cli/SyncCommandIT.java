package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sync} and {@code check} do, seen from outside: exit codes, output and tables. */
class SyncCommandIT {
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  @TempDir private Path folder;
  private Path database;

  @BeforeEach
  void fill() {
    database = folder.resolve("shop.duckdb");
    for (int i = 0; i < 10; i++) {
      REDIS.call("SET", "string:" + i, "value" + i);
      REDIS.call("HSET", "hash:" + i, "field", "value");
    }
  }

  private String config(Map<String, ?> more) {
    Map<String, Object> values = new HashMap<>();
    values.put("host", RedisServerFixture.HOST);
    values.put("port", "" + REDIS.port());
    values.put("destination", "duckdb:" + database);
    values.putAll(more);
    return CliRun.config(folder, values).toString();
  }

  private CliRun sync(Map<String, ?> more, String... arguments) {
    String[] all = new String[arguments.length + 4];
    all[0] = "sync";
    all[1] = config(more);
    all[2] = "--output";
    all[3] = "json";
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return CliRun.of(all);
  }

  private List<String> keys() {
    return Tables.texts(database, "SELECT key FROM dragonfly_data ORDER BY key");
  }

  @Test
  void theJsonObjectHasTheDocumentedFields() {
    JsonNode result = sync(Map.of()).json(0);
    assertThat(result.fieldNames())
        .toIterable()
        .contains(
            "outcome",
            "pass",
            "resumed",
            "scanned",
            "inserted",
            "updated",
            "deleted",
            "unchanged",
            "vanished",
            "errors",
            "bytes_read",
            "duration_ms");
    assertThat(result.get("outcome").asText()).isEqualTo("in_sync");
    assertThat(result.get("inserted").asLong()).isEqualTo(20);
  }

  @Test
  void aSyncWithoutTroublePrintsNothingBesideItsSummary() {
    assertThat(sync(Map.of()).err()).isEmpty();
  }

  @Test
  void theTableHasTheDocumentedColumns() {
    sync(Map.of()).json(0);
    assertThat(Tables.texts(database, "SELECT column_name FROM (DESCRIBE dragonfly_data)"))
        .containsExactly(
            "key",
            "value",
            "data_type",
            "ttl",
            "last_modified",
            "size",
            "expires_at",
            "encoding",
            "_md5",
            "_position");
  }

  @Test
  @Tag("promise-24")
  void aChangedTtlIsAChange() {
    sync(Map.of()).json(0);
    REDIS.call("EXPIRE", "string:1", 5000);
    assertThat(sync(Map.of()).json(0).get("updated").asLong()).isEqualTo(1);
    assertThat(Tables.number(database, "SELECT ttl FROM dragonfly_data WHERE key = 'string:1'"))
        .isBetween(4000L, 5000L);
    assertThat(sync(Map.of()).json(0).get("updated").asLong()).isZero();
    REDIS.call("PERSIST", "string:1");
    assertThat(sync(Map.of()).json(0).get("updated").asLong()).isEqualTo(1);
    assertThat(Tables.number(database, "SELECT ttl FROM dragonfly_data WHERE key = 'string:1'"))
        .isEqualTo(-1);
  }

  @Test
  void rowsOutsideAChangedPatternStayAndAreCounted() {
    sync(Map.of()).json(0);
    REDIS.call("DEL", "string:1", "hash:1");
    JsonNode result = sync(Map.of("key_pattern", "string:*")).json(0);
    assertThat(result.get("deleted").asLong()).isEqualTo(1);
    assertThat(result.get("out_of_scope").asLong()).isEqualTo(10);
    assertThat(keys()).contains("hash:1").doesNotContain("string:1");
    assertThat(sync(Map.of()).json(0).get("deleted").asLong()).isEqualTo(1);
  }

  @Test
  void theGuardStopsBeforeAnythingIsRemoved() {
    sync(Map.of()).json(0);
    REDIS.call("FLUSHALL");
    CliRun guarded = sync(Map.of("max_delete_percent", 50));
    assertThat(guarded.json(7).get("code").asText()).isEqualTo("delete_guard");
    assertThat(keys()).hasSize(20);
    assertThat(sync(Map.of()).json(0).get("deleted").asLong()).isEqualTo(20);
    assertThat(keys()).isEmpty();
  }

  @Test
  void keysThatCannotBeReadGoToTheErrorsTable() {
    Map<String, Object> small = Map.of("max_value_bytes", 100);
    REDIS.call("SET", "large", "x".repeat(101));
    JsonNode result = sync(small).json(6);
    assertThat(result.get("errors").asLong()).isEqualTo(1);
    assertThat(result.get("inserted").asLong()).isEqualTo(20);
    assertThat(
            Tables.texts(
                database,
                "SELECT key || ' ' || data_type || ' ' || code FROM dragonfly_data_errors"))
        .containsExactly("large string VALUE_TOO_LARGE");
    REDIS.call("DEL", "large");
    sync(small).json(0);
    assertThat(Tables.texts(database, "SELECT key FROM dragonfly_data_errors")).isEmpty();
  }

  @Test
  void anErrorsTableOfAFormerVersionGetsTheColumnOfSizes() {
    Map<String, Object> small = Map.of("max_value_bytes", 100);
    REDIS.call("SET", "large", "x".repeat(101));
    sync(small).json(6);
    Tables.execute(database, "ALTER TABLE dragonfly_data_errors DROP COLUMN size");
    sync(small).json(6);
    assertThat(Tables.number(database, "SELECT size FROM dragonfly_data_errors")).isEqualTo(101);
  }

  @Test
  void streamsFillATableOfTheirOwn() {
    REDIS.call("XADD", "stream", "1-1", "a", "b");
    REDIS.call("XADD", "stream", "2-1", "a", "c");
    assertThat(sync(Map.of()).json(0).get("appended").asLong()).isEqualTo(2);
    REDIS.call("XADD", "stream", "3-1", "a", "d");
    assertThat(sync(Map.of()).json(0).get("appended").asLong()).isEqualTo(1);
    assertThat(
            Tables.texts(
                database,
                "SELECT key || id || fields FROM dragonfly_data_stream ORDER BY length(id), id"))
        .containsExactly(
            "stream1-1{\"a\":\"b\"}", "stream2-1{\"a\":\"c\"}", "stream3-1{\"a\":\"d\"}");
    REDIS.call("DEL", "stream");
    sync(Map.of()).json(0);
    assertThat(Tables.number(database, "SELECT count(*) FROM dragonfly_data_stream")).isZero();
  }

  @Test
  void anErrorsEntryKeepsItsFirstSeen() {
    Map<String, Object> small = Map.of("max_value_bytes", 100);
    REDIS.call("SET", "large", "x".repeat(101));
    sync(small).json(6);
    String first = Tables.texts(database, "SELECT first_seen FROM dragonfly_data_errors").get(0);
    sync(small).json(6);
    assertThat(Tables.texts(database, "SELECT first_seen FROM dragonfly_data_errors"))
        .containsExactly(first);
    assertThat(
            Tables.number(
                database,
                "SELECT count(*) FROM dragonfly_data_errors WHERE last_seen > first_seen"))
        .isEqualTo(1);
  }

  @Test
  void aValueThatBecomesTooLargeKeepsItsLastGoodRow() {
    Map<String, Object> small = Map.of("max_value_bytes", 100);
    sync(small).json(0);
    REDIS.call("SET", "string:1", "x".repeat(101));
    sync(small).json(6);
    assertThat(Tables.texts(database, "SELECT value FROM dragonfly_data WHERE key = 'string:1'"))
        .containsExactly("value1");
    sync(Map.of()).json(0);
    assertThat(Tables.number(database, "SELECT size FROM dragonfly_data WHERE key = 'string:1'"))
        .isEqualTo(101);
  }

  @Test
  void aRestartedServerMeansANewPassAndRemovesWhatItLost() {
    try (RedisServerFixture other = RedisServerFixture.start()) {
      try (RespClient client = other.client()) {
        client.reply("SET", "a", "1");
      }
      Map<String, Object> config = Map.of("port", other.port());
      sync(config).json(0);
      other.kill();
      other.restart();
      try (RespClient client = other.client()) {
        client.reply("SET", "b", "1");
      }
      JsonNode result = sync(config).json(0);
      assertThat(result.get("deleted").asLong()).isEqualTo(1);
      assertThat(keys()).containsExactly("b");
    }
  }

  @Test
  void aTableOfAnotherDatabaseIsRefused() {
    sync(Map.of()).json(0);
    CliRun refused = sync(Map.of("database", 1));
    assertThat(refused.json(5).get("code").asText()).isEqualTo("table_foreign");
    assertThat(keys()).hasSize(20);
    assertThat(sync(Map.of("database", 1), "--adopt").json(0).get("deleted").asLong())
        .isEqualTo(20);
  }

  @Test
  void readsTheDatabaseThatIsConfigured() {
    try (RespClient other = REDIS.server().client()) {
      other.reply("SELECT", 7);
      other.reply("SET", "seven", "7");
      sync(Map.of("database", "7")).json(0);
      assertThat(keys()).containsExactly("seven");
    }
  }

  @Test
  void allProblemsOfAConfigurationAreReportedAtOnce() {
    CliRun run =
        CliRun.of(
            "sync",
            CliRun.config(
                    folder, Map.of("host", "<YOUR_DRAGONFLY_HOST>", "prot", "1", "batch_size", "0"))
                .toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("<YOUR_DRAGONFLY_HOST>")
        .contains("port: is required")
        .contains("prot: is not a configuration key; did you mean port?")
        .contains("batch_size: must be a whole number from 1 to 100000");
  }

  @Test
  void optionsOverrideTheFile() {
    Path other = folder.resolve("other.duckdb");
    sync(Map.of(), "--to", "duckdb:" + other, "--set", "table_name=shop").json(0);
    assertThat(Files.exists(database)).isFalse();
    assertThat(Tables.number(other, "SELECT count(*) FROM shop")).isEqualTo(20);
  }

  @Test
  void aServerThatIsNotThereIsExitCodeThree() throws IOException {
    int freePort;
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    CliRun run = sync(Map.of("port", freePort, "timeout_seconds", 2));
    assertThat(run.json(3).get("code").asText()).isEqualTo("source_unreachable");
    assertThat(run.err()).contains("127.0.0.1:" + freePort);
  }

  @Test
  void aWrongPasswordIsExitCodeFourAndIsNotPrinted() {
    REDIS.call("ACL", "SETUSER", "shop", "on", ">right-password", "~*", "+@all");
    CliRun wrong = sync(Map.of("username", "shop", "password", "wrong-password"));
    assertThat(wrong.json(4).get("code").asText()).isEqualTo("authentication_failed");
    assertThat(wrong.err() + wrong.out()).doesNotContain("wrong-password");
    sync(Map.of("username", "shop", "password", "right-password")).json(0);
  }

  @Test
  void aForbiddenCommandIsNamedWithItsAclRule() {
    REDIS.call("ACL", "SETUSER", "nohash", "on", ">secret", "~*", "+@all", "-hscan");
    CliRun run = sync(Map.of("username", "nohash", "password", "secret"));
    assertThat(run.json(4).get("code").asText()).isEqualTo("permission_denied");
    assertThat(run.err()).containsIgnoringCase("+hscan");
  }

  @Test
  @Tag("promise-26")
  @Tag("promise-31")
  void aDatabaseFileHeldByAnotherProcessIsExitCodeEight() throws Exception {
    sync(Map.of()).json(0);
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                FileHolder.class.getName(),
                database.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('.');
      CliRun run = sync(Map.of());
      assertThat(run.json(8).get("code").asText()).isEqualTo("pipeline_busy");
      assertThat(run.err()).contains("" + holder.pid());
    } finally {
      holder.destroyForcibly();
      holder.waitFor(10, TimeUnit.SECONDS);
    }
    sync(Map.of()).json(0);
  }

  @Test
  @Tag("promise-29")
  void aDamagedStateIsRefusedAndTheMessageSaysWhichRowToDelete() {
    sync(Map.of()).json(0);
    String where = " WHERE pipeline = 'dragonfly_data'";
    Tables.execute(database, "UPDATE _skimmer_state SET state = left(state, 50)" + where);
    CliRun refused = sync(Map.of(), "--take-over", "--adopt");
    assertThat(refused.json(5).get("code").asText()).isEqualTo("state_unreadable");
    String delete = "DELETE FROM _skimmer_state" + where;
    assertThat(refused.err()).contains("'dragonfly_data'").contains(delete);
    assertThat(Tables.number(database, "SELECT length(state) FROM _skimmer_state" + where))
        .isEqualTo(50);
    assertThat(keys()).hasSize(20);
    Tables.execute(database, delete);
    assertThat(sync(Map.of("max_delete_percent", 1)).json(5).get("code").asText())
        .isEqualTo("table_foreign");
    assertThat(sync(Map.of(), "--adopt").json(0).get("unchanged").asLong()).isEqualTo(20);
  }

  @Test
  void checkDescribesBothEndsAndChangesNothing() {
    CliRun run = CliRun.of("check", config(Map.of()));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsIgnoringCase("redis 6.2").contains("20");
    assertThat(Files.exists(database)).isFalse();
    sync(Map.of()).json(0);
    assertThat(CliRun.of("check", config(Map.of())).exitCode()).isZero();
    assertThat(Tables.number(database, "SELECT count(*) FROM _skimmer_syncs")).isEqualTo(1);
  }

  @Test
  void checkNeedsAFolderToWriteTo() {
    CliRun run =
        CliRun.of("check", config(Map.of("destination", "duckdb:" + folder.resolve("no/shop.db"))));
    assertThat(run.exitCode()).isIn(2, 5);
    assertThat(run.err()).contains("no");
  }

  @Test
  void aFailureOfACheckIsAnObjectForPrograms() {
    CliRun run = CliRun.of("check", config(Map.of("port", 1)), "--output", "json");
    assertThat(run.json(3).get("code").asText()).isEqualTo("source_unreachable");
    assertThat(run.err().lines().filter(line -> line.contains("Attempt")))
        .as("a warning for each attempt that is followed by another")
        .hasSize(2);
  }
}
