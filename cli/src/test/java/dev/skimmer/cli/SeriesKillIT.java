package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sync that is killed while it copies long series and streams loses and doubles nothing. */
@Tag("promise-28")
class SeriesKillIT {
  private static final long SEED = Long.getLong("skimmer.seed", 20_261_124L);
  private static final int KILLS = Integer.getInteger("skimmer.kills", 10);
  private static final int COUNT = 400_000;
  private static final int AT_ONCE = 50_000;

  private final Random random = new Random(SEED);
  @TempDir private Path folder;

  @Test
  void longSeriesAndStreamsAreCompleteAfterKillsInTheirFirstCopyAndInLaterOnes() throws Exception {
    System.out.println("seed " + SEED);
    try (RedisServerFixture server = RedisServerFixture.startWithModules();
        RespClient redis = server.client()) {
      fill(redis, 1, COUNT);
      for (int kill = 1; kill <= KILLS; kill++) {
        Path database = folder.resolve("kill" + kill + ".duckdb");
        Path config =
            CliRun.config(
                folder,
                Map.of(
                    "host",
                    "127.0.0.1",
                    "port",
                    server.port(),
                    "destination",
                    "duckdb:" + database));
        killAndSync(config, database, 0);
        assertComplete(database, COUNT);
        change(redis, COUNT + 1);
        killAndSync(config, database, sizeOf(database));
        assertComplete(database, 2 * COUNT);
        undo(redis, COUNT + 1);
        Files.delete(database);
      }
    }
  }

  private static void fill(RespClient redis, int first, int count) {
    String script =
        "for i=ARGV[1],ARGV[2] do redis.call('TS.ADD','series',i*10,i)"
            + " redis.call('XADD','stream',i..'-1','f',i) end";
    for (int from = first; from < first + count; from += AT_ONCE) {
      redis.call("EVAL", script, 0, from, from + AT_ONCE - 1);
    }
  }

  /** Appends as much again, and makes TS.INFO tell of a change far behind, so that all is read. */
  private static void change(RespClient redis, int first) {
    redis.call("TS.DEL", "series", 10, 10);
    fill(redis, first, COUNT);
    redis.call("TS.ADD", "series", 15, 1);
  }

  private static void undo(RespClient redis, int first) {
    redis.call("TS.DEL", "series", first * 10L, Long.MAX_VALUE / 2);
    redis.call("TS.DEL", "series", 15, 15);
    redis.call("TS.ADD", "series", 10, 1);
    redis.call("DEL", "stream");
    String script = "for i=ARGV[1],ARGV[2] do redis.call('XADD','stream',i..'-1','f',i) end";
    for (int from = 1; from < first; from += AT_ONCE) {
      redis.call("EVAL", script, 0, from, from + AT_ONCE - 1);
    }
  }

  private void killAndSync(Path config, Path database, long quiet)
      throws IOException, InterruptedException {
    Process copy = CliRun.start(folder, folder.resolve("log"), "sync", config.toString());
    while (copy.isAlive() && sizeOf(database) <= quiet + (1 << 16)) {
      copy.waitFor(10, TimeUnit.MILLISECONDS);
    }
    copy.waitFor(random.nextInt(800), TimeUnit.MILLISECONDS);
    boolean killed = copy.isAlive();
    copy.destroyForcibly().waitFor();
    String result = CliRun.of("sync", config.toString(), "--output", "json").json(0).toString();
    System.out.printf("killed %s, then %s%n", killed, result);
  }

  private static void assertComplete(Path database, int count) {
    String expected = "%1$d %1$d %2$d".formatted(count, (long) count * (count + 1) / 2);
    assertThat(
            Tables.texts(
                database,
                "SELECT count(*) || ' ' || count(DISTINCT timestamp) || ' '"
                    + " || sum(value)::HUGEINT FROM dragonfly_data_timeseries"))
        .containsExactly(expected);
    assertThat(
            Tables.texts(
                database,
                "SELECT count(*) || ' ' || count(DISTINCT id) || ' '"
                    + " || sum((fields->>'f')::BIGINT) FROM dragonfly_data_stream"))
        .containsExactly(expected);
  }

  private static long sizeOf(Path database) throws IOException {
    Path log = Path.of(database + ".wal");
    return Files.exists(log) ? Files.size(log) : 0;
  }
}
