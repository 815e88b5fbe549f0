package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RedisServerFixture;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code verify} finds when rows and keys are changed by hand, and what a repair makes. */
class VerifyIT {
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  @TempDir private Path folder;

  @BeforeEach
  void fill() {
    for (int i = 0; i < 10; i++) {
      REDIS.call("SET", "string:" + i, "value" + i);
      REDIS.call("HSET", "hash:" + i, "field", "value" + i);
    }
    for (int i = 1; i <= 4; i++) {
      REDIS.call("XADD", "stream", i + "-1", "field", "value" + i);
    }
    REDIS.call("SET", "expiring", "value", "EX", 5000);
    REDIS.call("SET", "\u001b[31mred", "value");
  }

  private EditedTable duckDb() {
    return EditedTable.of("jdbc:duckdb:" + folder.resolve("shop.duckdb"));
  }

  private CliRun run(String command, Object destination, String... arguments) {
    Map<String, Object> values =
        Map.of("host", RedisServerFixture.HOST, "port", REDIS.port(), "destination", destination);
    return CliRun.of(folder, values, command, arguments);
  }

  private JsonNode json(int exitCode, String command, Object destination, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--output", "json"));
    all.addAll(List.of(arguments));
    return run(command, destination, all.toArray(String[]::new)).json(exitCode);
  }

  private static List<String> listed(JsonNode result) {
    List<String> listed = new ArrayList<>();
    result
        .get("listed")
        .forEach(
            entry ->
                listed.add(
                    entry.get("kind").asText()
                        + " "
                        + entry.get("key").asText()
                        + (entry.has("subkey") ? "@" + entry.get("subkey").asText() : "")
                        + (entry.get("columns").isEmpty() ? "" : entry.get("columns").toString())));
    return listed;
  }

  @Test
  void everyChangeByHandIsNamedAndRepairedInDuckDb() {
    namesAndRepairs("duckdb:" + folder.resolve("shop.duckdb"), duckDb());
  }

  @Test
  void everyChangeByHandIsNamedAndRepairedInSqlite() {
    String url = "jdbc:sqlite:" + folder.resolve("shop.sqlite");
    namesAndRepairs(Map.of("type", "jdbc", "url", url), EditedTable.of(url));
  }

  @Test
  void everyChangeByHandIsNamedAndRepairedInH2() {
    String url = "jdbc:h2:" + folder.resolve("shop");
    namesAndRepairs(Map.of("type", "jdbc", "url", url), EditedTable.of(url));
  }

  @Test
  void everyChangeByHandIsNamedAndRepairedInPostgres() throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
      namesAndRepairs(
          Map.of("type", "jdbc", "url", url, "username", "postgres", "password", "postgres"),
          EditedTable.of(url + "?user=postgres&password=postgres"));
    }
  }

  private void namesAndRepairs(Object destination, EditedTable table) {
    json(0, "sync", destination);
    JsonNode equal = json(0, "verify", destination);
    assertThat(equal.get("outcome").asText()).isEqualTo("equal");
    assertThat(equal.get("keys").asLong()).isEqualTo(23);
    assertThat(equal.get("compared").asLong()).isEqualTo(23);
    table.editRows();
    REDIS.call("SET", "string:6", "changed");
    REDIS.call("DEL", "string:7");
    REDIS.call("EXPIRE", "string:8", 5000);
    REDIS.call("SET", "new", "1");
    List<String> before = table.contents();
    JsonNode different = json(6, "verify", destination);
    assertThat(table.contents()).as("it changes nothing").isEqualTo(before);
    assertThat(listed(different))
        .containsExactlyInAnyOrder(
            "value_differs string:1[\"value\"]",
            "fingerprint_differs string:2[\"_md5\"]",
            "missing_row string:3",
            "expiry_differs string:4[\"expires_at\"]",
            "value_differs hash:1[\"size\"]",
            "extra_row ghost",
            "value_differs stream@1-1",
            "missing_row stream@2-1",
            "extra_row phantom@1-1",
            "changed_since string:6[\"value\",\"size\",\"_md5\"]",
            "extra_row string:7",
            "expiry_differs string:8[\"expires_at\"]",
            "missing_row new");
    JsonNode repaired = json(0, "verify", destination, "--repair");
    assertThat(repaired.get("outcome").asText()).isEqualTo("repaired");
    assertThat(listed(json(0, "verify", destination))).isEmpty();
    JsonNode sync = json(0, "sync", destination);
    assertThat(sync.get("unchanged").asLong()).as(sync.toString()).isEqualTo(23);
  }

  @Test
  void aRepairReadsOnlyTheKeysThatDiffer() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    json(0, "sync", destination);
    duckDb().execute("UPDATE \"dragonfly_data\" SET \"value\" = 'x' WHERE \"key\" = 'string:1'");
    JsonNode written = json(0, "verify", destination, "--repair").get("repaired");
    assertThat(written.get("updated").asLong()).isEqualTo(1);
    assertThat(written.get("inserted").asLong() + written.get("deleted").asLong()).isZero();
  }

  @Test
  void aRowThatIsThereTwiceIsNamedAndRepaired() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    json(0, "sync", destination);
    duckDb().execute("INSERT INTO dragonfly_data FROM dragonfly_data WHERE key = 'string:1'");
    assertThat(listed(json(6, "verify", destination))).containsExactly("duplicate_row string:1");
    json(0, "verify", destination, "--repair");
    json(0, "verify", destination);
  }

  @Test
  void aRepairKeepsEntriesThatTheStreamHasLost() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    json(0, "sync", destination);
    REDIS.call("XDEL", "stream", "1-1");
    json(0, "sync", destination);
    duckDb().execute("DELETE FROM dragonfly_data_stream WHERE id = '3-1'");
    JsonNode found = json(6, "verify", destination);
    assertThat(listed(found)).containsExactly("missing_row stream@3-1");
    assertThat(found.get("kept").asLong()).isEqualTo(1);
    json(0, "verify", destination, "--repair");
    assertThat(duckDb().texts("SELECT id FROM dragonfly_data_stream ORDER BY id"))
        .containsExactly("1-1", "2-1", "3-1", "4-1");
  }

  @Test
  void aRowThatCannotBeFoundByItsHashIsNoSuccessOfARepair() {
    String url = "jdbc:h2:" + folder.resolve("shop");
    Object destination = Map.of("type", "jdbc", "url", url);
    json(0, "sync", destination);
    REDIS.call("DEL", "string:1");
    EditedTable.of(url)
        .execute(
            "UPDATE \"dragonfly_data\" SET \"_key_hash\" = X'%032d' WHERE \"key\" = 'string:1'"
                .formatted(1));
    JsonNode repaired = json(6, "verify", destination, "--repair");
    assertThat(repaired.get("repaired").get("beyond_repair").asLong()).isEqualTo(1);
  }

  @Test
  void aSampleAsksForFewKeysAndComparesTheCounts() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    json(0, "sync", destination);
    JsonNode few = json(0, "verify", destination, "--sample", "5");
    assertThat(few.get("rows").asLong()).isEqualTo(23);
    assertThat(few.get("compared").asLong()).isLessThan(23);
    REDIS.call("SET", "new", "1");
    JsonNode counted = json(6, "verify", destination, "--sample", "5");
    assertThat(counted.get("counts_differ").asBoolean()).isTrue();
    REDIS.call("DEL", "new");
    duckDb().execute("UPDATE dragonfly_data SET value = 'x' WHERE key = 'string:1'");
    assertThat(listed(json(6, "verify", destination, "--sample", "1000")))
        .containsExactly("value_differs string:1[\"value\"]");
  }

  @Test
  void aSampleOfAPatternComparesNoCountsThatTheServerCannotTell() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    String[] pattern = {"--set", "key_pattern=string:*"};
    json(0, "sync", destination, pattern);
    JsonNode few = json(0, "verify", destination, "--sample", "5", "--set", pattern[1]);
    assertThat(few.get("rows").asLong()).isEqualTo(10);
    assertThat(few.has("keys")).isFalse();
  }

  @Test
  void keysThatCannotBeReadAreNoDifferenceButExitCodeSix() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    REDIS.call("SET", "large", "x".repeat(1001));
    json(6, "sync", destination, "--set", "max_value_bytes=1000");
    JsonNode found = json(6, "verify", destination, "--set", "max_value_bytes=1000");
    assertThat(found.get("outcome").asText()).isEqualTo("equal");
    assertThat(found.get("unreadable").asLong()).isEqualTo(1);
    assertThat(listed(json(6, "verify", destination)))
        .containsExactlyInAnyOrder("missing_row large", "error_entry_differs large");
    json(0, "verify", destination, "--repair");
    json(0, "verify", destination);
  }

  @Test
  void rowsOutsideThePatternAreCountedAndNotCompared() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    json(0, "sync", destination);
    duckDb().execute("UPDATE dragonfly_data SET value = 'x' WHERE key = 'hash:1'");
    JsonNode found = json(0, "verify", destination, "--set", "key_pattern=string:*");
    assertThat(found.get("keys").asLong()).isEqualTo(10);
    assertThat(found.get("out_of_scope").asLong()).isEqualTo(13);
  }

  @Test
  void theGuardStopsARepairThatWouldRemoveTooMuch() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    json(0, "sync", destination);
    REDIS.call("FLUSHALL");
    JsonNode guarded = json(7, "verify", destination, "--repair", "--set", "max_delete_percent=50");
    assertThat(guarded.get("code").asText()).isEqualTo("delete_guard");
    assertThat(duckDb().texts("SELECT key FROM dragonfly_data")).hasSize(23);
  }

  @Test
  void aTableOfAnotherDatabaseIsRefused() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    json(0, "sync", destination);
    JsonNode refused = json(5, "verify", destination, "--set", "database=1");
    assertThat(refused.get("code").asText()).isEqualTo("table_foreign");
  }

  @Test
  void aDestinationThatIsNotThereIsNotCreated() {
    Path file = folder.resolve("shop.duckdb");
    CliRun run = run("verify", "duckdb:" + file);
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("Run a sync first");
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void theTextSaysWhatDiffersAndWhyAndSteersNoTerminal() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    json(0, "sync", destination);
    assertThat(run("verify", destination).out()).startsWith("Equal");
    REDIS.call("SET", "\u001b[31mred", "changed");
    REDIS.call("SET", "string:1", "changed");
    CliRun run = run("verify", destination, "--limit", "1");
    assertThat(run.out())
        .contains("Different; nothing was changed")
        .contains("changed_since: 2")
        .contains("the key has changed since the last sync")
        .contains("... and 1 more")
        .doesNotContain("\u001b");
    assertThat(run("verify", destination).out()).contains("?[31mred");
  }
}
