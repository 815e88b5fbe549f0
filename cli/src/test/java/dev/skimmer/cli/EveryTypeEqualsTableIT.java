package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.AllTypesKeyspace;
import dev.skimmer.keyspace.ExpectedTables;
import dev.skimmer.keyspace.Oracle;
import dev.skimmer.keyspace.OtherTables;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main promise for keys of every type, on a server that has the modules. */
class EveryTypeEqualsTableIT {
  private static final long SEED = Long.getLong("skimmer.seed", 20_261_124L);
  private static final int ROUNDS = Integer.getInteger("skimmer.type.rounds", 5);
  private static final int OPERATIONS = Integer.getInteger("skimmer.operations", 500);
  private static final String TABLE = "dragonfly_data";
  private static final int CLASSIC_KEYS = 2_000;
  private static final int MAX_VALUE_BYTES = 50_000;

  /** This server tells the moment of an expiry. */
  private static final long TOLERANCE_MILLIS = 0;

  @TempDir private Path folder;

  @Test
  void tablesEqualTheKeyspaceAndKeepHistoryThroughRoundsOfRandomOperations() {
    run(SEED, ROUNDS, false);
  }

  @Test
  void tablesThatMirrorTheServerEqualItThroughRoundsOfRandomOperations() {
    run(SEED + 1, (ROUNDS + 2) / 3, true);
  }

  private void run(long seed, int rounds, boolean mirror) {
    System.out.println("seed " + seed);
    Path database = folder.resolve("types.duckdb");
    try (RedisServerFixture server = RedisServerFixture.startWithModules();
        AllTypesKeyspace keyspace =
            new AllTypesKeyspace(server.port(), seed, CLASSIC_KEYS, MAX_VALUE_BYTES);
        Oracle oracle = new Oracle(server.port(), MAX_VALUE_BYTES, mirror)) {
      Path config = CliRun.config(folder, configuration(server.port(), database, mirror));
      syncAndCompare(config, database, oracle);
      for (int round = 1; round <= rounds; round++) {
        keyspace.mutate(OPERATIONS);
        JsonNode result = syncAndCompare(config, database, oracle);
        assertThat(result.get("updated").asLong()).isPositive();
        if (round % 5 == 0) {
          anotherSyncTouchesNothing(config);
        }
      }
    }
  }

  private static Map<String, Object> configuration(int port, Path database, boolean mirror) {
    return Map.of(
        "host",
        "127.0.0.1",
        "port",
        port,
        "max_value_bytes",
        MAX_VALUE_BYTES,
        "timeseries_mirror",
        mirror,
        "stream_mirror",
        mirror,
        "destination",
        "duckdb:" + database);
  }

  private static JsonNode syncAndCompare(Path config, Path database, Oracle oracle) {
    CliRun sync = CliRun.of("sync", config.toString(), "--output", "json");
    ExpectedTables expected = oracle.readTables();
    JsonNode result = sync.json(expected.errors().isEmpty() ? 0 : 6);
    Tables.assertEqual(database, TABLE, expected.rows(), TOLERANCE_MILLIS);
    OtherTables.assertEqual(database, TABLE, expected);
    return result;
  }

  private static void anotherSyncTouchesNothing(Path config) {
    CliRun sync = CliRun.of("sync", config.toString(), "--output", "json");
    JsonNode result = sync.json(sync.exitCode());
    assertThat(result.get("inserted").asLong()).isZero();
    assertThat(result.get("updated").asLong()).isZero();
    assertThat(result.get("deleted").asLong()).isZero();
  }
}
