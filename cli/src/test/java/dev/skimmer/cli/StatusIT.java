package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code status} and {@code history} tell of syncs that went well, and of others. */
class StatusIT {
  @TempDir private Path folder;
  private Path database;

  @BeforeEach
  void name() {
    database = folder.resolve("shop.duckdb");
  }

  private CliRun run(int port, String command, String... arguments) {
    Map<String, Object> values =
        new HashMap<>(Map.of("host", RedisServerFixture.HOST, "port", port));
    values.put("destination", "duckdb:" + database);
    return CliRun.of(folder, values, command, arguments);
  }

  private JsonNode json(int port, String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--output", "json"));
    all.addAll(List.of(arguments));
    return run(port, command, all.toArray(String[]::new)).json(0);
  }

  /** Two tables, the second of which the guard has refused to empty; then the server goes. */
  private int syncs() {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient redis = server.client()) {
      redis.reply("SET", "a", "1");
      redis.reply("SET", "b", "1");
      redis.reply("XADD", "stream", "1-1", "field", "value");
      assertThat(run(server.port(), "sync").exitCode()).isZero();
      redis.reply("SET", "a", "2");
      assertThat(run(server.port(), "sync").exitCode()).isZero();
      assertThat(run(server.port(), "sync", "--set", "table_name=other").exitCode()).isZero();
      redis.reply("FLUSHALL");
      CliRun guarded =
          run(server.port(), "sync", "--set", "table_name=other", "--set", "max_delete_percent=1");
      assertThat(guarded.exitCode()).isEqualTo(7);
      return server.port();
    }
  }

  @Test
  void everyPipelineIsToldOfWithoutTheServer() {
    JsonNode pipelines = json(syncs(), "status").get("pipelines");
    assertThat(pipelines).hasSize(2);
    JsonNode shop = pipelines.get(0);
    assertThat(shop.get("pipeline").asText()).isEqualTo("dragonfly_data");
    assertThat(shop.get("source").asText()).contains("127.0.0.1");
    assertThat(shop.get("pass").asLong()).isEqualTo(2);
    assertThat(shop.get("complete").asBoolean()).isTrue();
    assertThat(shop.get("lag_seconds").asLong()).isBetween(0L, 300L);
    assertThat(shop.has("holder")).isFalse();
    assertThat(shop.get("last_sync").get("outcome").asText()).isEqualTo("in_sync");
    assertThat(shop.get("totals").toString())
        .isEqualTo(
            "{\"syncs\":2,\"unfinished\":0,\"inserted\":3,\"updated\":1,\"deleted\":0,\"appended\":1}");
    assertThat(shop.get("growth")).hasToString("{\"hours\":24,\"syncs\":2,\"keys\":3}");
    JsonNode other = pipelines.get(1);
    assertThat(other.get("complete").asBoolean()).isFalse();
    assertThat(other.get("last_sync").get("outcome").asText()).isEqualTo("failed");
    assertThat(other.get("last_sync").get("message").asText()).contains("max_delete_percent");
    assertThat(other.get("totals").get("unfinished").asLong()).isEqualTo(1);
  }

  @Test
  void theTextIsForPeople() {
    CliRun run = run(syncs(), "status");
    assertThat(run.out())
        .contains("dragonfly_data", "in_sync", "as of ", "pass       2, complete", "2 syncs")
        .contains("other", "failed", "max_delete_percent", "unfinished");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void growthIsThatOfTheLastDay() {
    int port = syncs();
    assertThat(run(port, "status").out()).contains("growth     +3 keys in the last 24 h (2 syncs)");
    Tables.execute(
        database,
        "UPDATE _skimmer_syncs SET finished_at = finished_at - INTERVAL 25 HOUR WHERE inserted = 3");
    assertThat(json(port, "status").get("pipelines").get(0).get("growth"))
        .hasToString("{\"hours\":24,\"syncs\":1,\"keys\":0}");
    Tables.execute(
        database, "UPDATE _skimmer_syncs SET finished_at = finished_at - INTERVAL 25 HOUR");
    assertThat(run(port, "status").out()).contains("growth     no sync in the last 24 h");
  }

  @Test
  void figuresAreWrittenTheSameWayWhateverTheLanguageOfTheSystem() {
    syncs();
    Path log = folder.resolve("log");
    List<String> arabic = List.of("-Duser.language=ar", "-Duser.country=EG");
    assertThat(CliRun.exitCodeOf(CliRun.start(arabic, folder, log, "status", "CONFIG.json")))
        .isZero();
    assertThat(log).content().contains("pass       2, complete", "(0 unfinished)");
  }

  @Test
  void theHistoryBeginsWithTheNewest() {
    int port = syncs();
    JsonNode all = json(port, "history").get("syncs");
    assertThat(all).hasSize(4);
    assertThat(all.get(0).get("outcome").asText()).isEqualTo("failed");
    assertThat(all.get(3).get("inserted").asLong()).isEqualTo(3);
    assertThat(json(port, "history", "--limit", "1").get("syncs")).hasSize(1);
    JsonNode some = json(port, "history", "--pipeline", "dragonfly_data").get("syncs");
    assertThat(some).hasSize(2);
    assertThat(some.get(0).get("updated").asLong()).isEqualTo(1);
    assertThat(run(port, "history").out().lines())
        .hasSize(6)
        .anyMatch(line -> line.contains("outcome"))
        .anyMatch(line -> line.contains("max_delete_percent"));
  }

  @Test
  void aTableOfSyncsOfAFormerVersionIsRead() {
    int port = syncs();
    Tables.execute(database, "ALTER TABLE _skimmer_syncs DROP COLUMN appended");
    assertThat(json(port, "history").get("syncs").get(3).get("appended").asLong()).isZero();
    assertThat(json(port, "status").get("pipelines")).hasSize(2);
  }

  @Test
  void textsThatSomebodyPutThereSteerNoTerminal() {
    int port = syncs();
    Tables.execute(
        database,
        "UPDATE _skimmer_syncs SET message = chr(27) || '[31mred' WHERE pipeline = 'other'");
    assertThat(run(port, "history").out()).contains("?[31mred").doesNotContain("\u001b");
    assertThat(run(port, "status").out()).contains("?[31mred").doesNotContain("\u001b");
  }

  @Test
  void neitherCreatesWhatIsNotThere() {
    for (String command : List.of("status", "history")) {
      CliRun run = run(1, command);
      assertThat(run.exitCode()).isEqualTo(5);
      assertThat(run.err()).contains("Run a sync first");
      assertThat(Files.exists(database)).isFalse();
    }
  }

  @Test
  void aDatabaseWithoutSyncsSaysSo() {
    Tables.execute(database, "CREATE TABLE mine (a INTEGER)");
    for (String command : List.of("status", "history")) {
      CliRun run = run(1, command);
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("no sync has come to an end");
    }
  }
}
