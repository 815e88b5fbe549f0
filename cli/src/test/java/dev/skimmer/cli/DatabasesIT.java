package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.config.References;
import dev.skimmer.engine.Outcome;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.Run;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RedisServerFixture;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Several databases in one run, seen from outside. */
class DatabasesIT {
  private static final String DATA_TABLES =
      "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'dragonfly%'"
          + " ORDER BY table_name";

  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  @TempDir private Path folder;
  private Path database;

  @BeforeEach
  void clear() {
    database = folder.resolve("shop.duckdb");
  }

  private void set(int number, String key, String value) {
    REDIS.call("SELECT", number);
    REDIS.call("SET", key, value);
  }

  private void fill(int number, int keys) {
    REDIS.call("SELECT", number);
    REDIS.call("DEBUG", "POPULATE", keys, "key", 10);
  }

  private Path config(Object databases, Map<String, ?> more) {
    Map<String, Object> values = new HashMap<>();
    values.put("host", RedisServerFixture.HOST);
    values.put("port", REDIS.port());
    values.put("destination", "duckdb:" + database);
    values.put("database", databases);
    values.putAll(more);
    return CliRun.config(folder, values);
  }

  private CliRun sync(Object databases, String... arguments) {
    String[] all = new String[arguments.length + 4];
    all[0] = "sync";
    all[1] = config(databases, Map.of()).toString();
    all[2] = "--output";
    all[3] = "json";
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return CliRun.of(all);
  }

  private List<String> rows(String table) {
    return Tables.texts(database, "SELECT key || '=' || value FROM " + table + " ORDER BY key");
  }

  @Test
  void eachDatabaseOfAListGetsItsTable() {
    set(0, "k", "zero");
    set(3, "k", "three");
    set(7, "k", "seven");
    set(8, "k", "not selected");
    assertThat(sync("0,3,7").json(0).get("inserted").asLong()).isEqualTo(3);
    assertThat(rows("dragonfly_data")).containsExactly("k=zero");
    assertThat(rows("dragonfly_data_db3")).containsExactly("k=three");
    assertThat(rows("dragonfly_data_db7")).containsExactly("k=seven");
    assertThat(Tables.texts(database, DATA_TABLES))
        .containsExactly(
            "dragonfly_data",
            "dragonfly_data_db3",
            "dragonfly_data_db3_errors",
            "dragonfly_data_db3_stream",
            "dragonfly_data_db3_timeseries",
            "dragonfly_data_db7",
            "dragonfly_data_db7_errors",
            "dragonfly_data_db7_stream",
            "dragonfly_data_db7_timeseries",
            "dragonfly_data_errors",
            "dragonfly_data_stream",
            "dragonfly_data_timeseries");
    assertThat(Tables.texts(database, "SELECT pipeline FROM _skimmer_syncs"))
        .containsExactly("dragonfly_data");
    assertThat(Tables.number(database, "SELECT count(*) FROM _skimmer_state")).isEqualTo(1);
  }

  @Test
  void changesInEachDatabaseAreFoundAndOneThatIsEmptiedLosesItsRows() {
    for (int number : new int[] {0, 3, 7}) {
      set(number, "a", "1");
      set(number, "b", "1");
    }
    sync("0,3,7").json(0);
    set(0, "a", "2");
    set(0, "c", "1");
    REDIS.call("SELECT", 3);
    REDIS.call("DEL", "a");
    REDIS.call("SELECT", 7);
    REDIS.call("FLUSHDB");
    JsonNode result = sync("0,3,7").json(0);
    assertThat(result.get("updated").asLong()).isEqualTo(1);
    assertThat(result.get("inserted").asLong()).isEqualTo(1);
    assertThat(result.get("deleted").asLong()).isEqualTo(3);
    assertThat(result.get("unchanged").asLong()).isEqualTo(2);
    assertThat(rows("dragonfly_data")).containsExactly("a=2", "b=1", "c=1");
    assertThat(rows("dragonfly_data_db3")).containsExactly("b=1");
    assertThat(rows("dragonfly_data_db7")).isEmpty();
    set(7, "b", "2");
    assertThat(sync("0,3,7").json(0).get("inserted").asLong()).isEqualTo(1);
    assertThat(rows("dragonfly_data_db7")).containsExactly("b=2");
  }

  @Test
  void aStarCreatesNoTableForADatabaseWithoutKeys() {
    set(11, "k", "eleven");
    sync("*").json(0);
    assertThat(Tables.texts(database, DATA_TABLES))
        .containsExactly(
            "dragonfly_data_db11",
            "dragonfly_data_db11_errors",
            "dragonfly_data_db11_stream",
            "dragonfly_data_db11_timeseries");
    set(1, "k", "one");
    sync("*").json(0);
    assertThat(Tables.texts(database, DATA_TABLES))
        .containsExactly(
            "dragonfly_data_db1",
            "dragonfly_data_db11",
            "dragonfly_data_db11_errors",
            "dragonfly_data_db11_stream",
            "dragonfly_data_db11_timeseries",
            "dragonfly_data_db1_errors",
            "dragonfly_data_db1_stream",
            "dragonfly_data_db1_timeseries");
    REDIS.call("FLUSHALL");
    assertThat(sync("*").json(0).get("deleted").asLong()).isEqualTo(2);
    assertThat(rows("dragonfly_data_db1")).isEmpty();
    assertThat(rows("dragonfly_data_db11")).isEmpty();
  }

  @Test
  void databasesJoinTheOneThatWasCopiedAloneIfThatIsNumberZero() {
    set(0, "k", "zero");
    set(3, "k", "three");
    sync(0).json(0);
    JsonNode result = sync("0,3").json(0);
    assertThat(result.get("inserted").asLong()).isEqualTo(1);
    assertThat(result.get("unchanged").asLong()).isEqualTo(1);
    sync("*").json(0);
    assertThat(rows("dragonfly_data_db3")).containsExactly("k=three");
  }

  @Test
  void aPlainTableThatAnotherDatabaseFilledIsRefused() {
    set(3, "k", "three");
    sync(3).json(0);
    assertThat(rows("dragonfly_data")).containsExactly("k=three");
    for (String databases : new String[] {"0,3", "3,7", "*"}) {
      assertThat(sync(databases).json(5).get("code").asText()).isEqualTo("table_foreign");
    }
    assertThat(rows("dragonfly_data")).containsExactly("k=three");
  }

  @Test
  void aTableOfAPipelineOfItsOwnIsRefused() {
    sync(0).json(0);
    set(5, "k", "five");
    sync(5, "--set", "table_name=dragonfly_data_db3").json(0);
    set(3, "k", "three");
    CliRun refused = sync("0,3");
    assertThat(refused.json(5).get("code").asText()).isEqualTo("table_foreign");
    assertThat(refused.err()).contains("dragonfly_data_db3").contains("_skimmer_state");
    assertThat(rows("dragonfly_data_db3")).containsExactly("k=five");
    sync("0,3", "--adopt").json(0);
    assertThat(rows("dragonfly_data_db3")).containsExactly("k=three");
  }

  @Test
  void theGuardOfOneTableStopsBeforeAnotherLosesRows() {
    fill(0, 10);
    fill(3, 10);
    sync("0,3").json(0);
    REDIS.call("SELECT", 0);
    REDIS.call("DEL", "key:1");
    REDIS.call("SELECT", 3);
    REDIS.call("FLUSHDB");
    CliRun guarded = sync("0,3", "--set", "max_delete_percent=50");
    assertThat(guarded.json(7).get("code").asText()).isEqualTo("delete_guard");
    assertThat(guarded.err()).contains("dragonfly_data_db3");
    assertThat(rows("dragonfly_data")).hasSize(10);
    assertThat(rows("dragonfly_data_db3")).hasSize(10);
  }

  @Test
  void anInterruptedSyncResumesInEachDatabase() {
    for (int number : new int[] {0, 3, 7}) {
      fill(number, 20_000);
    }
    assertThat(syncUntilTheFirstProgress()).isEqualTo(Outcome.INTERRUPTED);
    REDIS.call("SELECT", 3);
    REDIS.call("DEL", "key:1");
    JsonNode result = sync("0,3,7").json(0);
    assertThat(result.get("resumed").asBoolean()).isTrue();
    assertThat(result.get("scanned").asLong()).isLessThan(60_000);
    assertThat(rows("dragonfly_data")).hasSize(20_000);
    assertThat(rows("dragonfly_data_db3")).hasSize(19_999);
    assertThat(rows("dragonfly_data_db7")).hasSize(20_000);
  }

  private Outcome syncUntilTheFirstProgress() {
    Connectors connectors =
        Connectors.of(ServiceLoader.load(Source.class), ServiceLoader.load(Destination.class));
    Pipeline pipeline =
        new ConfigurationReader(connectors, References.NONE)
            .read(
                ConfigurationText.read(config("0,3,7", Map.of("checkpoint_records", 500))),
                literals -> {});
    AtomicReference<Run<SyncResult>> sync = new AtomicReference<>();
    sync.set(pipeline.listener(progress -> sync.get().stop()).sync());
    return sync.get().run().outcome();
  }

  @Test
  void aWrongSelectionIsReportedWithAllOtherProblems() {
    for (String databases : new String[] {"16", "a", "1,,2", "3,3"}) {
      Path config = config(databases, Map.of("batch_size", 0));
      CliRun run = CliRun.of("sync", config.toString());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .contains("2 problems")
          .contains("database: must")
          .contains("batch_size");
    }
  }

  @Test
  void checkShowsTheDatabases() {
    set(0, "k", "zero");
    set(3, "k", "three");
    CliRun run = CliRun.of("check", config("*", Map.of()).toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("0 (1 keys), 3 (1 keys), 14 empty");
  }
}
