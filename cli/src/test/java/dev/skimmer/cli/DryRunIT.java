package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run tells what the sync after it does, and writes nothing. */
class DryRunIT {
  private static final List<String> COUNTS =
      List.of("inserted", "updated", "deleted", "unchanged", "errors", "appended", "out_of_scope");
  private static RedisServerFixture server;

  @TempDir private Path folder;
  private RespClient redis;

  @BeforeAll
  static void startServer() {
    server = RedisServerFixture.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void fill() {
    redis = server.client();
    redis.reply("FLUSHALL");
    for (int i = 0; i < 20; i++) {
      redis.reply("SET", "string:" + i, "value" + i);
    }
    redis.reply("XADD", "stream", "1-1", "field", "value");
  }

  @AfterEach
  void disconnect() {
    redis.close();
  }

  private CliRun sync(Object destination, String... arguments) {
    Map<String, Object> values =
        Map.of("host", RedisServerFixture.HOST, "port", server.port(), "destination", destination);
    List<String> all = new ArrayList<>(List.of("sync"));
    all.add(CliRun.config(folder, values).toString());
    all.addAll(List.of(arguments));
    return CliRun.of(all.toArray(String[]::new));
  }

  private void tellsWhatTheSyncDoes(String destination, int exitCode, String... arguments) {
    List<String> options = new ArrayList<>(List.of("--output", "json"));
    options.addAll(List.of(arguments));
    List<String> dryOptions = new ArrayList<>(options);
    dryOptions.add("--dry-run");
    JsonNode told = sync(destination, dryOptions.toArray(String[]::new)).json(exitCode);
    JsonNode sync = sync(destination, options.toArray(String[]::new)).json(exitCode);
    COUNTS.forEach(count -> assertThat(told.get(count)).as(count).isEqualTo(sync.get(count)));
  }

  @Test
  void theCountsAreThoseOfTheSyncThatFollows() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    tellsWhatTheSyncDoes(destination, 0);
    redis.reply("SET", "string:1", "changed");
    redis.reply("EXPIRE", "string:2", 5000);
    redis.reply("DEL", "string:3", "string:4");
    redis.reply("XADD", "stream", "2-1", "field", "value");
    redis.reply("SET", "new", "value");
    tellsWhatTheSyncDoes(destination, 0);
    redis.reply("SET", "large", "x".repeat(1001));
    tellsWhatTheSyncDoes(destination, 6, "--set", "max_value_bytes=1000");
    tellsWhatTheSyncDoes(destination, 0, "--set", "key_pattern=string:*");
    redis.reply("DEL", "stream");
    tellsWhatTheSyncDoes(destination, 0);
  }

  @Test
  void itNamesKeysOfEachKindAndWritesNothing() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    sync(destination);
    redis.reply("SET", "string:1", "changed");
    redis.reply("DEL", "string:3");
    redis.reply("SET", "\u001b[31mred", "value");
    EditedTable table = EditedTable.of("jdbc:duckdb:" + folder.resolve("shop.duckdb"));
    List<String> before = table.contents();
    CliRun run = sync(destination, "--dry-run");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("Nothing was written.")
        .contains("insert, such as", "?[31mred", "update, such as", "string:1")
        .contains("delete, such as", "string:3")
        .doesNotContain("\u001b");
    assertThat(table.contents()).isEqualTo(before);
  }

  @Test
  void noFileIsCreatedWhereNoneIs() {
    for (String name : List.of("duckdb:%s", "jdbc:sqlite:%s", "jdbc:h2:%s")) {
      Path file = folder.resolve("new.db");
      JsonNode told = sync(name.formatted(file), "--dry-run", "--output", "json").json(0);
      assertThat(told.get("inserted").asLong()).isEqualTo(21);
      assertThat(folder.toFile().list()).as(name).containsExactly("CONFIG.json");
      assertThat(Files.exists(file)).isFalse();
    }
  }

  @Test
  void noTableIsCreatedInADatabaseThatIsThere() {
    Path file = folder.resolve("shop.duckdb");
    EditedTable.of("jdbc:duckdb:" + file).execute("CREATE TABLE mine (a INTEGER)");
    sync("duckdb:" + file, "--dry-run", "--output", "json").json(0);
    assertThat(
            EditedTable.of("jdbc:duckdb:" + file).texts("SELECT table_name FROM duckdb_tables()"))
        .containsExactly("mine");
  }

  @Test
  void theGuardIsTold() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    sync(destination);
    redis.reply("FLUSHALL");
    JsonNode told =
        sync(destination, "--dry-run", "--output", "json", "--set", "max_delete_percent=50")
            .json(7);
    assertThat(told.get("guarded").asBoolean()).isTrue();
    assertThat(told.get("deleted").asLong()).isEqualTo(21);
  }

  @Test
  void aTableOfAnotherDatabaseIsRefusedAsByTheSync() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    sync(destination);
    String[] other = {"--dry-run", "--output", "json", "--set", "database=1"};
    assertThat(sync(destination, other).json(5).get("code").asText()).isEqualTo("table_foreign");
    assertThat(sync(destination, "--dry-run", "--adopt", "--set", "database=1").exitCode())
        .isZero();
  }
}
