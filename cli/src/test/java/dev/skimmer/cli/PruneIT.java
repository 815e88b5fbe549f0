package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RedisServerFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a changed pattern leaves out goes only where that is asked for. */
class PruneIT {
  private static final String NARROW = "key_pattern=keep:*";
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  @TempDir private Path folder;
  private Path database;

  @BeforeEach
  void copyEverything() {
    database = folder.resolve("shop.duckdb");
    for (int i = 0; i < 20; i++) {
      REDIS.call("SET", "keep:" + i, "value" + i);
      REDIS.call("SET", "drop:" + i, "value" + i);
    }
    REDIS.call("XADD", "drop:stream", "1-1", "field", "value");
    REDIS.call("XADD", "keep:stream", "1-1", "field", "value");
    REDIS.call("SET", "drop:large", "x".repeat(1001));
    assertThat(sync(6).get("inserted").asInt()).isEqualTo(42);
  }

  private JsonNode sync(int exitCode, String... more) {
    Map<String, Object> values =
        Map.of(
            "host",
            RedisServerFixture.HOST,
            "port",
            REDIS.port(),
            "max_value_bytes",
            1000,
            "destination",
            "duckdb:" + database);
    List<String> options = new ArrayList<>(List.of("--output", "json"));
    options.addAll(List.of(more));
    return CliRun.of(folder, values, "sync", options.toArray(String[]::new)).json(exitCode);
  }

  private long rows(String table, String prefix) {
    return Tables.number(
        database,
        "SELECT count(*) FROM dragonfly_data%s WHERE key LIKE '%s%%'".formatted(table, prefix));
  }

  @Test
  void rowsOutsideThePatternGoWithWhatBelongsToThem() {
    assertThat(sync(0, "--set", NARROW).get("out_of_scope").asInt()).isEqualTo(21);
    assertThat(rows("", "drop:")).isEqualTo(21);
    JsonNode told = sync(0, "--set", NARROW, "--prune", "--dry-run");
    assertThat(told.get("deleted").asInt()).isEqualTo(21);
    assertThat(told.get("sample"))
        .hasSize(10)
        .allMatch(each -> each.get("change").asText().equals("prune"))
        .allMatch(each -> each.get("key").asText().startsWith("drop:"));
    assertThat(rows("", "drop:")).isEqualTo(21);

    REDIS.call("DEL", "keep:1");
    assertThat(sync(0, "--set", NARROW, "--prune", "--dry-run").get("sample"))
        .hasSize(11)
        .filteredOn(each -> each.get("change").asText().equals("delete"))
        .extracting(each -> each.get("key").asText())
        .containsExactly("keep:1");
    JsonNode pruned = sync(0, "--set", NARROW, "--prune");
    assertThat(pruned.get("deleted").asInt()).isEqualTo(22);
    assertThat(pruned.get("out_of_scope").asInt()).isZero();
    for (String table : List.of("", "_stream", "_errors")) {
      assertThat(rows(table, "drop:")).as(table).isZero();
    }
    assertThat(rows("", "keep:")).isEqualTo(20);
    assertThat(rows("_stream", "keep:")).isEqualTo(1);
    assertThat(sync(0, "--set", NARROW, "--prune").get("deleted").asInt()).isZero();

    assertThat(sync(6).get("inserted").asInt()).isEqualTo(21);
    assertThat(rows("_stream", "drop:")).isEqualTo(1);
  }

  @Test
  void moreRowsThanMayGoAllStay() {
    String[] options = {"--set", NARROW, "--set", "max_delete_percent=40", "--prune"};
    JsonNode refused = sync(7, options);
    assertThat(refused.get("message").asText()).contains("21 of 42 rows", "outside the scope");
    assertThat(rows("", "drop:")).isEqualTo(21);
    assertThat(rows("_stream", "drop:")).isEqualTo(1);
  }
}
