package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.util.Modules;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RedisServerFixture;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code reset} removes and keeps, and that it asks. */
class ResetIT {
  private static final int KEYS = 2_500;
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  @TempDir private Path folder;

  @BeforeEach
  void fill() {
    for (int i = 0; i < KEYS; i++) {
      REDIS.call("SET", "string:" + i, "value" + i);
    }
    for (int i = 1; i <= 500; i++) {
      REDIS.call("XADD", "stream", i + "-1", "field", "value");
    }
    REDIS.call("SET", "large", "x".repeat(2001));
  }

  private String[] arguments(String command, Object destination, String... more) {
    Map<String, Object> values =
        Map.of(
            "host",
            RedisServerFixture.HOST,
            "port",
            REDIS.port(),
            "max_value_bytes",
            2000,
            "destination",
            destination);
    List<String> all = new ArrayList<>(List.of(command, CliRun.config(folder, values).toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private CliRun run(String command, Object destination, String... more) {
    return CliRun.of(arguments(command, destination, more));
  }

  /** Runs with somebody at the terminal who answers. */
  private String answered(Confirmation.Answer answer, int exitCode, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringBuilder asked = new StringBuilder();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    AbstractModule terminal =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(Console.class).toInstance(new Console(stream, stream));
            bind(Confirmation.class)
                .toInstance(
                    question -> {
                      asked.append(question);
                      return answer;
                    });
          }
        };
    int ended =
        Skimmer.run(
            Guice.createInjector(Modules.override(new CliModule()).with(terminal)), arguments);
    assertThat(ended).as(out.toString(StandardCharsets.UTF_8)).isEqualTo(exitCode);
    return asked + "\n" + out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void rowsAndStateGoAndTheHistoryStaysInDuckDb() {
    removesAndKeeps("duckdb:" + folder.resolve("shop.duckdb"), "jdbc:duckdb:");
  }

  @Test
  void rowsAndStateGoAndTheHistoryStaysInSqlite() {
    removesAndKeeps("jdbc:sqlite:" + folder.resolve("shop.duckdb"), "jdbc:sqlite:");
  }

  private void removesAndKeeps(String destination, String url) {
    EditedTable table = EditedTable.of(url + folder.resolve("shop.duckdb"));
    assertThat(run("sync", destination).exitCode()).isEqualTo(6);
    assertThat(run("sync", destination, "--set", "table_name=other").exitCode()).isEqualTo(6);
    JsonNode removed = run("reset", destination, "--yes", "--output", "json").json(0);
    assertThat(removed.toString())
        .isEqualTo("{\"outcome\":\"reset\",\"rows\":2501,\"series_keys\":1,\"errors\":1}");
    for (String emptied :
        List.of("dragonfly_data", "dragonfly_data_stream", "dragonfly_data_errors")) {
      assertThat(table.texts("SELECT count(*) FROM \"" + emptied + "\"")).containsExactly("0");
    }
    assertThat(table.texts("SELECT count(*) FROM \"other\"")).containsExactly("2501");
    assertThat(table.texts("SELECT count(*) FROM \"_skimmer_syncs\"")).containsExactly("2");
    JsonNode again = run("reset", destination, "--yes", "--output", "json").json(5);
    assertThat(again.get("code").asText()).isEqualTo("table_foreign");
    JsonNode sync = run("sync", destination, "--output", "json").json(6);
    assertThat(sync.get("pass").asLong()).isEqualTo(1);
    assertThat(sync.get("inserted").asLong()).isEqualTo(2501);
    assertThat(sync.get("appended").asLong()).isEqualTo(500);
    assertThat(run("verify", destination, "--output", "json").json(6).get("outcome").asText())
        .isEqualTo("equal");
  }

  @Test
  void itAsksAndGoesOnWithAYesOnly() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    run("sync", destination);
    String declined = answered(Confirmation.Answer.NO, 2, arguments("reset", destination));
    assertThat(declined)
        .contains("dragonfly_data (2,501 rows)", "dragonfly_data_stream", "Go on?")
        .contains("Nothing was changed.");
    assertThat(run("verify", destination, "--output", "json").json(6).get("outcome").asText())
        .isEqualTo("equal");
    String confirmed = answered(Confirmation.Answer.YES, 0, arguments("reset", destination));
    assertThat(confirmed).contains("removed 2,501 rows").contains("_skimmer_syncs");
  }

  @Test
  void whereNobodyCanBeAskedNothingIsChanged() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    run("sync", destination);
    CliRun run = run("reset", destination);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--yes");
    assertThat(run("verify", destination, "--output", "json").json(6).get("outcome").asText())
        .isEqualTo("equal");
  }

  @Test
  void tablesOfAnotherSourceAreNotEmptied() {
    String destination = "duckdb:" + folder.resolve("shop.duckdb");
    run("sync", destination);
    JsonNode refused =
        run("reset", destination, "--yes", "--output", "json", "--set", "database=1").json(5);
    assertThat(refused.get("code").asText()).isEqualTo("table_foreign");
    assertThat(
            EditedTable.of("jdbc:duckdb:" + folder.resolve("shop.duckdb"))
                .texts("SELECT count(*) FROM dragonfly_data"))
        .containsExactly("2501");
  }
}
