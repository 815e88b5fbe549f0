package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two JVMs that sync one pipeline into PostgreSQL, one of which stands still in the middle. */
@Tag("promise-31")
class TwoSyncsIT {
  private static final int KEYS = 40_000;

  @TempDir private Path folder;

  @Test
  void theSecondExitsWithEightAndOneThatWasTakenOverFailsInItsCommit() throws Exception {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient redis = server.client();
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      redis.reply("DEBUG", "POPULATE", KEYS);
      String config = config(server, postgres);
      Path log = folder.resolve("log");
      Process first = CliRun.start(folder, log, "sync", config);
      try {
        freezeBetweenCommits(first, statement);
        CliRun second = CliRun.of("sync", config, "--output", "json");
        assertThat(second.json(8).get("code").asText()).isEqualTo("pipeline_busy");
        assertThat(second.err())
            .contains("held by process " + first.pid() + " on host ")
            .contains(" since ")
            .contains(" until ")
            .contains("--take-over");
        JsonNode third = CliRun.of("sync", config, "--output", "json", "--take-over").json(0);
        assertThat(third.get("resumed").asBoolean()).isTrue();
        long commits = number(statement, "SELECT sequence FROM _skimmer_state");
        signal("CONT", first);
        assertThat(CliRun.exitCodeOf(first)).as(Files.readString(log)).isEqualTo(8);
        assertThat(Files.readString(log)).contains("Another sync has written meanwhile");
        assertThat(number(statement, "SELECT sequence FROM _skimmer_state")).isEqualTo(commits);
        assertThat(number(statement, "SELECT count(*) FROM dragonfly_data")).isEqualTo(KEYS);
        assertThat(CliRun.of("sync", config, "--output", "json").json(0).get("unchanged").asLong())
            .isEqualTo(KEYS);
      } finally {
        first.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void whoeverWasKilledIsReplacedAtOnceOnTheSameMachine() throws Exception {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient redis = server.client();
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      redis.reply("DEBUG", "POPULATE", KEYS);
      String config = config(server, postgres);
      Process first = CliRun.start(folder, folder.resolve("log"), "sync", config);
      freezeBetweenCommits(first, statement);
      first.destroyForcibly().waitFor();
      JsonNode next = CliRun.of("sync", config, "--output", "json").json(0);
      assertThat(next.get("resumed").asBoolean()).isTrue();
      assertThat(number(statement, "SELECT count(*) FROM dragonfly_data")).isEqualTo(KEYS);
    }
  }

  /** Stops the process while it has rows committed, but no transaction open that holds locks. */
  private static void freezeBetweenCommits(Process process, Statement statement)
      throws SQLException, IOException, InterruptedException {
    while (number(statement, "SELECT count(*) FROM pg_tables WHERE tablename='_skimmer_state'") == 0
        || number(statement, "SELECT count(*) FROM _skimmer_state WHERE state LIKE '%cursor%'")
            == 0) {
      assertThat(process.waitFor(1, TimeUnit.MILLISECONDS)).as("has ended").isFalse();
    }
    signal("STOP", process);
    while (number(
            statement,
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'skimmer'"
                + " AND state <> 'idle'")
        > 0) {
      signal("CONT", process);
      assertThat(process.waitFor(1, TimeUnit.MILLISECONDS)).as("has ended").isFalse();
      signal("STOP", process);
    }
    assertThat(number(statement, "SELECT count(*) FROM dragonfly_data")).isBetween(1L, KEYS - 1L);
  }

  private static void signal(String name, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private String config(RedisServerFixture server, EmbeddedPostgres postgres) {
    return CliRun.config(
            folder,
            Map.of(
                "host",
                RedisServerFixture.HOST,
                "port",
                server.port(),
                "batch_size",
                100,
                // Slow enough to be met in the middle, whatever else the machine does.
                "max_keys_per_second",
                KEYS / 3,
                "destination",
                Map.of(
                    "type", "jdbc",
                    "url", "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                    "username", "postgres",
                    "password", "postgres")))
        .toString();
  }
}
