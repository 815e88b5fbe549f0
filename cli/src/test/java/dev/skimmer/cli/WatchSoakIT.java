package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.cli.WatchedPasses.Memory;
import dev.skimmer.cli.WatchedPasses.Pass;
import dev.skimmer.keyspace.Oracle;
import dev.skimmer.keyspace.RandomKeyspace;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch of a server that is written to all the time. */
class WatchSoakIT {
  private static final long SEED = Long.getLong("skimmer.seed", 20_261_129L);
  private static final int SECONDS = Integer.getInteger("skimmer.watch.seconds", 20);
  private static final int KEYS = Integer.getInteger("skimmer.watch.keys", 20_000);
  private static final long TOLERANCE_MILLIS = 4_000;

  /** What a process needs varies by so much without growing. */
  private static final double MOST_GROWTH = 1.25;

  /** A pass may be under way when it is measured, with rows that wait to be committed. */
  private static final long SMALL_HEAP_KIB = 64 << 10;

  private static final long SMALL_RESIDENT_KIB = 96 << 10;

  @TempDir private Path folder;
  private Path database;

  @Test
  void aServerThatIsWrittenToAllTheTimeIsFollowedWithoutGrowingAndEqualsItsTableInTheEnd()
      throws Exception {
    database = folder.resolve("soak.duckdb");
    try (RedisServerFixture server = RedisServerFixture.start();
        RandomKeyspace keyspace = new RandomKeyspace(server.port(), SEED, KEYS);
        RespClient client = server.client();
        Oracle oracle = new Oracle(server.port())) {
      keyspace.fill(KEYS);
      String config = config(server.port());
      try (WatchedPasses watch = WatchedPasses.start(folder.resolve("errors"), config)) {
        awaitFirstPass(watch);
        SteadyWrites writes = new SteadyWrites(keyspace, client);
        writes.run(SECONDS / 3);
        Memory begin = watch.memory();
        writes.run(SECONDS / 3);
        Memory middle = watch.memory();
        List<Long> acknowledged = writes.run(SECONDS - 2 * (SECONDS / 3));
        Memory end = watch.memory();
        SteadyWrites.awaitExpiries();
        awaitPassAfterwards(watch, client);
        assertThat(watch.stop()).as(Files.readString(folder.resolve("errors"))).isEqualTo(143);
        Tables.assertEqual(database, "dragonfly_data", oracle.read(), TOLERANCE_MILLIS);
        report(watch.passes(), acknowledged, List.of(begin, middle, end));
        assertNotGrown(begin, end);
      }
    }
  }

  private String config(int port) {
    return CliRun.config(
            folder,
            Map.of(
                "host", RedisServerFixture.HOST, "port", port, "destination", "duckdb:" + database))
        .toString();
  }

  private static void awaitFirstPass(WatchedPasses watch) throws InterruptedException {
    while (watch.passes().isEmpty()) {
      assertThat(watch.isAlive()).isTrue();
      Thread.sleep(50);
    }
  }

  /**
   * Waits until a pass has ended that began after all writes. Of two, the first may have begun
   * before; a change brings each about, of which the second leaves the key as it is.
   */
  private static void awaitPassAfterwards(WatchedPasses watch, RespClient client)
      throws InterruptedException {
    for (int pass = 0; pass < 2; pass++) {
      int before = watch.passes().size();
      client.call("SET", "last", "written");
      while (watch.passes().size() == before) {
        assertThat(watch.isAlive()).isTrue();
        Thread.sleep(50);
      }
    }
  }

  private static void assertNotGrown(Memory begin, Memory end) {
    assertThat(end.heap())
        .as("KiB of the heap in use after a collection")
        .isLessThan((long) (begin.heap() * MOST_GROWTH) + SMALL_HEAP_KIB);
    assertThat(end.resident())
        .as("KiB of resident memory")
        .isLessThan((long) (begin.resident() * MOST_GROWTH) + SMALL_RESIDENT_KIB);
  }

  /**
   * Tells after what time a write was in the file at the latest: when the tool told of the first
   * pass that began after the write's acknowledgement. Most were there sooner, within a pass that
   * had begun.
   */
  private void report(List<Pass> passes, List<Long> acknowledged, List<Memory> memory) {
    TreeMap<Long, Long> toldByBegin = new TreeMap<>();
    passes.forEach(
        pass ->
            toldByBegin.put(
                Tables.number(
                    database,
                    "SELECT epoch_ms(started_at) FROM _skimmer_syncs WHERE pass = "
                        + pass.number()),
                pass.toldAt()));
    long[] lags =
        acknowledged.stream()
            .mapToLong(written -> toldByBegin.higherEntry(written).getValue() - written)
            .sorted()
            .toArray();
    System.out.printf(
        "watch soak: seed %d, %d s, %d keys, %d passes; a write was in the file after at most"
            + " (ms) p50 %d, p90 %d, p99 %d, max %d; passes took (ms) p50 %d, max %d;"
            + " memory in KiB at the begin, middle, end %s%n",
        SEED,
        SECONDS,
        Tables.number(database, "SELECT count(*) FROM dragonfly_data"),
        passes.size(),
        percentile(lags, 50),
        percentile(lags, 90),
        percentile(lags, 99),
        lags[lags.length - 1],
        percentile(durations(passes), 50),
        percentile(durations(passes), 100),
        memory);
  }

  private static long[] durations(List<Pass> passes) {
    return passes.stream()
        .skip(1)
        .mapToLong(pass -> pass.result().get("duration_ms").asLong())
        .sorted()
        .toArray();
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted[(int) ((sorted.length - 1) * (long) percent / 100)];
  }
}
