package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.ExpectedRow;
import dev.skimmer.keyspace.Oracle;
import dev.skimmer.keyspace.RandomKeyspace;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sync that is killed loses and doubles nothing, and the next one goes on where it was. */
@Tag("promise-28")
class KillIT {
  private static final long SEED = Long.getLong("skimmer.seed", 20_261_123L);
  private static final int KEYS = Integer.getInteger("skimmer.keys", 500_000);
  private static final int KILLS = Integer.getInteger("skimmer.kills", 10);
  private static final long TOLERANCE_MILLIS = 4_000;

  private final Random random = new Random(SEED);
  @TempDir private Path folder;

  @Test
  void aLoadKilledAtRandomMomentsResumesAndEqualsTheKeyspace() throws Exception {
    System.out.println("seed " + SEED);
    try (RedisServerFixture server = RedisServerFixture.start();
        RandomKeyspace keyspace = new RandomKeyspace(server.port(), SEED, KEYS);
        Oracle oracle = new Oracle(server.port())) {
      keyspace.fill(KEYS);
      Map<String, ExpectedRow> rows = oracle.read();
      int resumed = 0;
      for (int kill = 1; kill <= KILLS; kill++) {
        Path database = folder.resolve("kill" + kill + ".duckdb");
        JsonNode result = killAndSync(server, database, rows.size());
        resumed += result.get("resumed").asBoolean() ? 1 : 0;
        Tables.assertEqual(database, "dragonfly_data", rows, TOLERANCE_MILLIS);
        Files.delete(database);
      }
      assertThat(resumed).as("runs that resumed").isPositive();
    }
  }

  private JsonNode killAndSync(RedisServerFixture server, Path database, int rows)
      throws IOException, InterruptedException {
    Path config =
        CliRun.config(
            folder,
            Map.of(
                "host", "127.0.0.1", "port", server.port(), "destination", "duckdb:" + database));
    Process load = CliRun.start(folder, folder.resolve("log"), "sync", config.toString());
    while (load.isAlive() && sizeOf(database) < (1 << 20)) {
      load.waitFor(10, TimeUnit.MILLISECONDS);
    }
    load.waitFor(random.nextInt(2_500), TimeUnit.MILLISECONDS);
    boolean killed = load.isAlive();
    load.destroyForcibly().waitFor();
    JsonNode result = CliRun.of("sync", config.toString(), "--output", "json").json(0);
    System.out.printf("killed %s, then %s%n", killed, result);
    if (killed && result.get("resumed").asBoolean()) {
      assertThat(result.get("scanned").asLong()).isLessThan(rows);
      assertThat(result.get("inserted").asLong()).isLessThan(rows);
    }
    return result;
  }

  private static long sizeOf(Path database) throws IOException {
    Path log = Path.of(database + ".wal");
    return Files.exists(log) ? Files.size(log) : 0;
  }
}
