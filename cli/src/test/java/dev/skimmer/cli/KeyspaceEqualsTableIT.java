package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.ExpectedRow;
import dev.skimmer.keyspace.Oracle;
import dev.skimmer.keyspace.RandomKeyspace;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main promise: after every sync, the table equals the keyspace, row by row. */
@Tag("promise-23")
@Tag("server-redis_6_2")
class KeyspaceEqualsTableIT {
  private static final long SEED = Long.getLong("skimmer.seed", 20_261_123L);
  private static final int KEYS = Integer.getInteger("skimmer.keys", 200_000);
  private static final int ROUNDS = Integer.getInteger("skimmer.rounds", 20);
  private static final int OPERATIONS = 2_000;

  /** The oracle and the embedded server, which is older than 7.0, both add PTTL to a clock. */
  private static final long TOLERANCE_MILLIS = 4_000;

  @TempDir private Path folder;

  @Test
  @Tag("promise-12")
  void tableEqualsKeyspaceThroughTwentyRoundsOfRandomOperations() {
    System.out.println("seed " + SEED);
    Path database = folder.resolve("shop.duckdb");
    try (RedisServerFixture server = RedisServerFixture.start();
        RandomKeyspace keyspace = new RandomKeyspace(server.port(), SEED, KEYS);
        Oracle oracle = new Oracle(server.port())) {
      Path config =
          CliRun.config(
              folder,
              Map.of(
                  "host", "127.0.0.1", "port", server.port(), "destination", "duckdb:" + database));
      keyspace.fill(KEYS);
      keyspace.addLarge();
      JsonNode first = sync(config);
      Map<String, ExpectedRow> rows = oracle.read();
      assertThat(first.get("inserted").asLong()).isEqualTo(rows.size());
      Tables.assertEqual(database, "dragonfly_data", rows, TOLERANCE_MILLIS);
      secondSyncTouchesNothing(config, database, rows.size());
      for (int round = 1; round <= ROUNDS; round++) {
        keyspace.mutate(OPERATIONS);
        JsonNode result = sync(config);
        assertThat(result.get("updated").asLong()).isPositive();
        Tables.assertEqual(database, "dragonfly_data", oracle.read(), TOLERANCE_MILLIS);
      }
    }
  }

  private static void secondSyncTouchesNothing(Path config, Path database, int rows) {
    List<String> before = rowsWithIds(database);
    JsonNode second = sync(config);
    assertThat(second.get("inserted").asLong()).isZero();
    assertThat(second.get("updated").asLong()).isZero();
    assertThat(second.get("deleted").asLong()).isZero();
    assertThat(second.get("unchanged").asLong()).isEqualTo(rows);
    assertThat(rowsWithIds(database)).isEqualTo(before);
    assertThat(Tables.number(database, "SELECT count(*) FROM _skimmer_syncs")).isEqualTo(2);
  }

  /** DuckDB gives a row another id when it is written anew. */
  private static List<String> rowsWithIds(Path database) {
    return Tables.texts(
        database,
        "SELECT rowid || ' ' || key || ' ' || last_modified FROM dragonfly_data ORDER BY rowid");
  }

  private static JsonNode sync(Path config) {
    return CliRun.of("sync", config.toString(), "--output", "json").json(0);
  }
}
