package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RedisServerFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A dry run tells what the sync after it does, and writes nothing. */
class DryRunIT {
  private static final List<String> COUNTS =
      List.of("inserted", "updated", "deleted", "unchanged", "errors", "appended", "out_of_scope");
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  @TempDir private Path folder;

  @BeforeEach
  void fill() {
    for (int i = 0; i < 20; i++) {
      REDIS.call("SET", "string:" + i, "value" + i);
    }
    REDIS.call("XADD", "stream", "1-1", "field", "value");
  }

  private CliRun sync(Object destination, String... arguments) {
    Map<String, Object> values =
        Map.of("host", RedisServerFixture.HOST, "port", REDIS.port(), "destination", destination);
    return CliRun.of(folder, values, "sync", arguments);
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
    REDIS.call("SET", "string:1", "changed");
    REDIS.call("EXPIRE", "string:2", 5000);
    REDIS.call("DEL", "string:3", "string:4");
    REDIS.call("XADD", "stream", "2-1", "field", "value");
    REDIS.call("SET", "new", "value");
    tellsWhatTheSyncDoes(destination, 0);
    REDIS.call("SET", "large", "x".repeat(1001));
    tellsWhatTheSyncDoes(destination, 6, "--set", "max_value_bytes=1000");
    tellsWhatTheSyncDoes(destination, 0, "--set", "key_pattern=string:*");
    REDIS.call("DEL", "stream");
    tellsWhatTheSyncDoes(destination, 0);
  }

  @Test
  void itNamesKeysOfEachKindAndWritesNothing() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    sync(destination);
    REDIS.call("SET", "string:1", "changed");
    REDIS.call("DEL", "string:3");
    REDIS.call("SET", "\u001b[31mred", "value");
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
  void whatSteersATerminalIsEscapedForProgramsToo() {
    String key = "\u009b31mred\u202e\u007f";
    REDIS.call("SET", key, "value");
    CliRun run =
        sync(
            "duckdb:" + folder.resolve("shop.duckdb"),
            "--dry-run",
            "--output",
            "json",
            "--set",
            "key_pattern=*red*");
    assertThat(run.out()).contains("\\u009B31mred\\u202E\\u007F").doesNotContain(key);
    assertThat(run.json(0).get("sample").get(0).get("key").asText()).isEqualTo(key);
    REDIS.call("DEL", key);
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
    REDIS.call("FLUSHALL");
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
