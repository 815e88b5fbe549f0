package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.Oracle;
import dev.skimmer.keyspace.RandomKeyspace;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.servers.RunningServer;
import dev.skimmer.testkit.servers.TestedServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables equal to the keyspace through rounds of random operations on strings and collections. */
@Tag("promise-16")
@Tag("promise-23")
class ServerEqualsTableIT {
  private static final long SEED = Long.getLong("skimmer.seed", 20_261_127L);
  private static final int KEYS = 3_000;
  private static final int ROUNDS = 3;
  private static final int OPERATIONS = 500;

  /** Of servers older than Redis 7.0, the oracle and the sync both add PTTL to a clock. */
  private static final long TOLERANCE_MILLIS = 4_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("dev.skimmer.testkit.servers.TestedServer#selected")
  void tableEqualsKeyspaceThroughRoundsOfRandomOperations(TestedServer tested) {
    System.out.println("seed " + SEED);
    Path database = folder.resolve("shop.duckdb");
    try (RunningServer server = tested.start();
        RespClient client = server.client()) {
      client.call("FLUSHALL");
      compare(server, database);
      client.call("FLUSHALL");
    }
  }

  private void compare(RunningServer server, Path database) {
    try (RandomKeyspace keyspace = new RandomKeyspace(server.clientPort(), SEED, KEYS);
        Oracle oracle = new Oracle(server.clientPort())) {
      Path config =
          CliRun.config(
              folder,
              Map.of(
                  "host", "127.0.0.1", "port", server.port(), "destination", "duckdb:" + database));
      keyspace.fill(KEYS);
      sync(config);
      for (int round = 1; round <= ROUNDS; round++) {
        Tables.assertEqual(database, "dragonfly_data", oracle.read(), TOLERANCE_MILLIS);
        keyspace.mutate(OPERATIONS);
        server.reorganize();
        assertThat(sync(config).get("updated").asLong()).isPositive();
      }
      Tables.assertEqual(database, "dragonfly_data", oracle.read(), TOLERANCE_MILLIS);
      JsonNode idle = sync(config);
      assertThat(idle.get("inserted").asLong()).isZero();
      assertThat(idle.get("updated").asLong()).isZero();
    }
  }

  private static JsonNode sync(Path config) {
    return CliRun.of("sync", config.toString(), "--output", "json").json(0);
  }
}
