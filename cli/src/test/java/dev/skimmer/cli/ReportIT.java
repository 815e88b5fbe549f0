package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code report} tells, and where it puts it. */
class ReportIT {
  @TempDir private Path folder;
  private Path page;

  @BeforeEach
  void name() {
    page = folder.resolve("page.html");
  }

  private CliRun run(int port, String destination, String command, String... arguments) {
    Map<String, Object> values =
        new HashMap<>(Map.of("host", RedisServerFixture.HOST, "port", port));
    values.put("destination", destination + folder.resolve("shop"));
    values.put("max_value_bytes", 10_000);
    return CliRun.of(folder, values, command, arguments);
  }

  private CliRun report(String... arguments) {
    return run(1, "duckdb:", "report", arguments);
  }

  /** Two syncs; then the server goes. */
  private void syncs(String destination) {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient redis = server.client()) {
      for (int i = 0; i < 40; i++) {
        redis.reply("SET", "session:" + i, "x".repeat(i), "EX", "1800");
        redis.reply("HSET", "user:" + i + ":profile", "name", "a", "mail", "b");
      }
      redis.reply("SET", "too:large", "x".repeat(20_000));
      assertThat(run(server.port(), destination, "sync").exitCode()).isEqualTo(6);
      redis.reply("DEL", "session:0");
      assertThat(run(server.port(), destination, "sync").exitCode()).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb:", "jdbc:h2:file:", "jdbc:sqlite:"})
  void tellsOfEveryDestinationWithoutTheServer(String destination) {
    syncs(destination);
    JsonNode told = run(1, destination, "report", "--output", "json").json(0);
    assertThat(told.get("pipeline").asText()).isEqualTo("dragonfly_data");
    assertThat(told.get("status").get("totals").get("syncs").asLong()).isEqualTo(2);
    assertThat(told.get("syncs")).hasSize(2);
    assertThat(told.get("syncs").get(0).get("inserted").asLong()).isEqualTo(80);
    assertThat(told.get("syncs").get(1).get("deleted").asLong()).isEqualTo(1);
    JsonNode table = told.get("tables").get(0);
    assertThat(table.get("keys").asLong()).isEqualTo(79);
    assertThat(table.get("families").get(0).toString())
        .isEqualTo(
            "{\"name\":\"user:*:profile\",\"keys\":40,\"expiring\":0,\"size\":80,"
                + "\"mean_size\":2.0,\"largest\":2}");
    assertThat(table.get("types").get(1).get("name").asText()).isEqualTo("string");
    assertThat(table.get("expires").get(1).toString())
        .isEqualTo("{\"name\":\"hour\",\"words\":\"under an hour\",\"keys\":39}");
    assertThat(table.get("sizes").get(1).toString())
        .isEqualTo("{\"name\":\"string\",\"keys_by_digits\":[0,9,30]}");
    assertThat(table.get("largest").get(10).get("key").asText()).isEqualTo("session:39");
    assertThat(table.get("written_lately").get(0).get("rows").asLong()).isEqualTo(40);
    assertThat(table.get("errors").get("by_code").toString()).isEqualTo("{\"VALUE_TOO_LARGE\":1}");
    assertThat(table.get("errors").get("listed").get(0).get("key").asText()).isEqualTo("too:large");
    assertThat(folder.resolve("skimmer-report.html")).doesNotExist();
  }

  @Test
  void nobodyElseMayReadThePage() throws IOException {
    syncs("duckdb:");
    CliRun run = report("--file", page.toString());
    assertThat(run.out()).isEqualTo("Wrote %s%n".formatted(page));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".skimmer"));
    }
  }

  @Test
  void growthIsToldAgainstThePageThatIsReplaced() throws IOException {
    syncs("duckdb:");
    assertThat(report("--file", page.toString()).exitCode()).isZero();
    Path first = Files.copy(page, folder.resolve("first.html"));
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient redis = server.client()) {
      for (int i = 0; i < 100; i++) {
        redis.reply("SET", "session:" + i, "x");
      }
      assertThat(run(server.port(), "duckdb:", "sync", "--adopt").exitCode()).isZero();
    }
    JsonNode told = report("--file", page.toString(), "--output", "json").json(0);
    String growth = "[{\"name\":\"session:*\",\"before\":39,\"now\":100}]";
    assertThat(told.get("tables").get(0).get("growth").toString()).isEqualTo(growth);
    assertThat(Files.readString(page)).contains("Families that have grown since");
    JsonNode none = report("--file", page.toString(), "--output", "json").json(0);
    assertThat(none.get("tables").get(0).get("growth")).isEmpty();
    JsonNode since = report("--since", first.toString(), "--output", "json").json(0);
    assertThat(since.get("tables").get(0).get("growth").toString()).isEqualTo(growth);
  }

  @Test
  void aFileThatIsNoReportIsLeftAlone() throws IOException {
    syncs("duckdb:");
    Files.writeString(page, "<!DOCTYPE html><p>Mine</p>");
    CliRun run = report("--file", page.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("page.html", "no report that could be replaced", "--file");
    assertThat(Files.readString(page)).contains("Mine");
    assertThat(report("--file", folder.toString()).exitCode()).isEqualTo(2);
    assertThat(report("--since", page.toString(), "--output", "json").exitCode()).isEqualTo(2);
    assertThat(report("--file", folder.resolve("no/page.html").toString()).err())
        .contains("Cannot write the report");
  }

  @Test
  void everyDatabaseHasAPlaceOfItsOwn() {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient redis = server.client()) {
      redis.reply("SET", "a", "1");
      redis.reply("SELECT", "3");
      redis.reply("SET", "b", "1");
      assertThat(run(server.port(), "duckdb:", "sync", "--set", "database=*").exitCode()).isZero();
    }
    JsonNode told = report("--output", "json", "--set", "database=*").json(0);
    assertThat(told.get("tables")).hasSize(2);
    assertThat(told.get("tables").get(1).get("table").asText()).isEqualTo("dragonfly_data_db3");
    assertThat(told.get("tables").get(1).get("keys").asLong()).isEqualTo(1);
    assertThat(told.get("syncs")).hasSize(1);
  }

  @Test
  void createsNoDestination() {
    CliRun run = report("--file", page.toString());
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("Run a sync first");
    assertThat(page).doesNotExist();
  }

  @Test
  void aDestinationWithoutRowsIsToldOf() throws IOException {
    try (RedisServerFixture server = RedisServerFixture.start()) {
      assertThat(run(server.port(), "duckdb:", "sync").exitCode()).isZero();
    }
    assertThat(report("--file", page.toString()).exitCode()).isZero();
    assertThat(Files.readString(page)).contains("no sync has found a key");
  }
}
