package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.Oracle;
import dev.skimmer.keyspace.RandomKeyspace;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.SentinelGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole syncs of a master that sentinels name, and that fails meanwhile. */
@Tag("promise-22")
@Timeout(400)
@Tag("server-redis_6_2")
class SentinelIT {
  private static final long SEED = Long.getLong("skimmer.seed", 20_261_129L);
  private static final Pattern SCANS = Pattern.compile("cmdstat_scan:calls=([0-9]+)");
  private static final int KEYS = 1_500;

  /** So slow that a pass takes three seconds. */
  private static final int KEYS_PER_SECOND = 500;

  /** Of a server that tells how long a key lives, but not until when. */
  private static final long TOLERANCE_MILLIS = 4_000;

  @TempDir private Path folder;
  private SentinelGroup group;

  @BeforeEach
  void start() {
    group = SentinelGroup.start();
  }

  @AfterEach
  void stop() {
    group.close();
  }

  private CliRun sync(int keysPerSecond) {
    Map<String, Object> values =
        Map.of(
            "uri",
            "redis-sentinel://" + group.addresses() + "#" + SentinelGroup.NAME,
            "destination",
            "duckdb:" + folder.resolve("shop.duckdb"),
            "batch_size",
            20,
            "checkpoint_records",
            40,
            "timeout_seconds",
            3,
            "max_keys_per_second",
            keysPerSecond);
    return CliRun.of(folder, values, "sync", "--output", "json");
  }

  private void assertEqual(RedisServerFixture server) {
    try (Oracle oracle = new Oracle(server.port())) {
      Path database = folder.resolve("shop.duckdb");
      Tables.assertEqual(database, "dragonfly_data", oracle.read(), TOLERANCE_MILLIS);
    }
  }

  @Test
  void aMasterThatIsKilledInMidPassIsReplacedAndLosesNoRow() {
    System.out.println("seed " + SEED);
    RedisServerFixture master = group.pair().master();
    try (RandomKeyspace keyspace = new RandomKeyspace(master.port(), SEED, KEYS)) {
      keyspace.fill(KEYS);
      sync(0).json(0);
      assertEqual(master);
      keyspace.mutate(KEYS);
    }
    long before = scans(master);
    CompletableFuture<CliRun> run = CompletableFuture.supplyAsync(() -> sync(KEYS_PER_SECOND));
    while (scans(master) < before + 5) {
      Thread.onSpinWait();
    }
    group.killMaster();
    group.awaitFailover();
    assertThat(run).succeedsWithin(Duration.ofMinutes(5));
    JsonNode result = run.join().json(0);
    assertThat(run.join().err())
        .contains("Beginning a new pass")
        .contains("by the word of sentinel");
    assertThat(result.get("deleted").asLong()).isPositive();
    assertEqual(group.pair().replica());
  }

  private static long scans(RedisServerFixture server) {
    try (RespClient client = server.client()) {
      Matcher calls = SCANS.matcher(client.text("INFO", "commandstats"));
      return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }
  }
}
