package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.Oracle;
import dev.skimmer.keyspace.RandomKeyspace;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.standin.DragonflyStandIn;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main promise where the keyspace lies in shards that are walked at once. */
@Tag("promise-16")
@Tag("promise-23")
class ShardedServerEqualsTableIT {
  private static final long SEED = Long.getLong("skimmer.seed", 20_261_127L);
  private static final int KEYS = 3_000;
  private static final int ROUNDS = 3;
  private static final int OPERATIONS = 500;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void tableEqualsKeyspaceThroughRoundsOfRandomOperations(int shards) {
    System.out.println("seed " + SEED);
    Path database = folder.resolve("shop.duckdb");
    try (DragonflyStandIn server = DragonflyStandIn.start(shards);
        RandomKeyspace keyspace = new RandomKeyspace(server.port(), SEED, KEYS);
        Oracle oracle = new Oracle(server.port())) {
      Path config =
          CliRun.config(
              folder,
              Map.of(
                  "host", "127.0.0.1", "port", server.port(), "destination", "duckdb:" + database));
      keyspace.fill(KEYS);
      sync(config);
      for (int round = 1; round <= ROUNDS; round++) {
        Tables.assertEqual(database, "dragonfly_data", oracle.read(), 0);
        keyspace.mutate(OPERATIONS);
        assertThat(sync(config).get("updated").asLong()).isPositive();
      }
      Tables.assertEqual(database, "dragonfly_data", oracle.read(), 0);
      JsonNode idle = sync(config);
      assertThat(idle.get("inserted").asLong()).isZero();
      assertThat(idle.get("updated").asLong()).isZero();
    }
  }

  private static JsonNode sync(Path config) {
    return CliRun.of("sync", config.toString(), "--output", "json").json(0);
  }
}
