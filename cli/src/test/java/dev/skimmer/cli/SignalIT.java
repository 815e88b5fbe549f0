package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sync in a process of its own that gets a signal, or nowhere to write its messages. */
class SignalIT {
  private static final int KEYS = 100_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143"})
  @Tag("promise-41")
  void aSignalEndsASyncInOrderAndTheNextOneResumes(String signal, int exitCode) throws Exception {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient redis = server.client()) {
      redis.reply("DEBUG", "POPULATE", KEYS);
      Path database = folder.resolve("shop.duckdb");
      Path config = config(server, database);
      Path log = folder.resolve("log");
      Process sync =
          CliRun.startForSignals(folder, log, "sync", config.toString(), "--set", "batch_size=20");
      while (sizeOf(Path.of(database + ".wal")) < (1 << 16)) {
        assertThat(sync.waitFor(5, TimeUnit.MILLISECONDS)).as("has ended").isFalse();
      }
      long begun = System.nanoTime();
      new ProcessBuilder("kill", "-" + signal, "" + sync.pid()).start().waitFor();
      assertThat(CliRun.exitCodeOf(sync)).as(Files.readString(log)).isEqualTo(exitCode);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
      assertThat(Files.readString(log))
          .contains(SyncRunner.STOPPING)
          .containsPattern("Interrupted; [0-9,]+ changed rows are kept, and the next sync goes on");
      assertThat(Tables.number(database, "SELECT count(*) FROM dragonfly_data"))
          .isBetween(1L, KEYS - 1L);
      assertThat(Tables.texts(database, "SELECT state FROM _skimmer_state WHERE pipeline <> ''"))
          .hasSize(1)
          .allSatisfy(state -> assertThat(state).doesNotContain("\"lease\""));
      JsonNode next = CliRun.of("sync", config.toString(), "--output", "json").json(0);
      assertThat(next.get("resumed").asBoolean()).isTrue();
      assertThat(next.get("scanned").asLong()).isLessThan(KEYS);
      assertThat(Tables.number(database, "SELECT count(DISTINCT key) FROM dragonfly_data"))
          .isEqualTo(KEYS);
      assertThat(Tables.number(database, "SELECT count(*) FROM dragonfly_data")).isEqualTo(KEYS);
    }
  }

  @Test
  void aCommandThatWritesNothingEndsAtOnce() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, Object> values =
          Map.of(
              "host",
              RedisServerFixture.HOST,
              "port",
              mute.getLocalPort(),
              "timeout_seconds",
              60,
              "destination",
              "duckdb:" + folder.resolve("shop.duckdb"));
      Path log = folder.resolve("log");
      String config = CliRun.config(folder, values).toString();
      Process check = CliRun.startForSignals(folder, log, "check", config);
      mute.accept();
      long begun = System.nanoTime();
      new ProcessBuilder("kill", "-INT", "" + check.pid()).start().waitFor();
      assertThat(CliRun.exitCodeOf(check)).as(Files.readString(log)).isEqualTo(130);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }
  }

  @Test
  @Tag("promise-27")
  void aLogThatCannotBeWrittenChangesNothingElse() {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient redis = server.client()) {
      redis.reply("SET", "good", "value");
      redis.reply("SET", "large", "x".repeat(101));
      Path database = folder.resolve("shop.duckdb");
      String config = config(server, database).toString();
      Process sync =
          CliRun.startForSignals(
              folder, Path.of("/dev/full"), "sync", config, "--set", "max_value_bytes=100");
      assertThat(CliRun.exitCodeOf(sync)).isEqualTo(6);
      assertThat(Tables.texts(database, "SELECT key FROM dragonfly_data")).containsExactly("good");
    }
  }

  private Path config(RedisServerFixture server, Path database) {
    return CliRun.config(
        folder,
        Map.of(
            "host",
            RedisServerFixture.HOST,
            "port",
            server.port(),
            "destination",
            "duckdb:" + database));
  }

  private static long sizeOf(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
