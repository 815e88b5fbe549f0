package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sync that goes on and on, in a process of its own. */
class WatchIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int KEYS = 100;

  @TempDir private Path folder;
  private Path database;
  private Path log;
  private RedisServerFixture server;
  private Process watch;

  @BeforeEach
  void start() {
    database = folder.resolve("shop.duckdb");
    log = folder.resolve("log");
    server = RedisServerFixture.start();
    call("DEBUG", "POPULATE", KEYS, "k");
    watch = watch("1s");
    awaitPass(pass -> pass.get("inserted").asInt() == KEYS);
  }

  private Process watch(String interval) {
    return CliRun.startForSignals(
        folder, log, "sync", config(Map.of()), "--watch", interval, "--output", "json");
  }

  @AfterEach
  void stop() {
    watch.destroyForcibly();
    server.close();
  }

  private void call(Object... words) {
    try (RespClient client = server.client()) {
      client.call(words);
    }
  }

  private String config(Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("host", RedisServerFixture.HOST);
    values.put("port", server.port());
    values.put("retry_seconds", 1);
    values.put("timeout_seconds", 2);
    values.put("destination", "duckdb:" + database);
    return CliRun.config(folder, values).toString();
  }

  private List<JsonNode> passes() {
    try {
      return Files.readAllLines(log).stream()
          .filter(line -> line.startsWith("{") && line.endsWith("}"))
          .map(WatchIT::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isLogged(String words) {
    try {
      return Files.readString(log).contains(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  /** Waits until the last pass is like this. */
  private void awaitPass(Predicate<JsonNode> wanted) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      List<JsonNode> passes = passes();
      if (!passes.isEmpty() && wanted.test(passes.get(passes.size() - 1))) {
        return;
      }
      assertThat(watch.isAlive()).as("%s", passes).isTrue();
      pause(50);
    }
    throw new AssertionError("No such pass: " + passes());
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, "" + watch.pid()).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void changesAreCopiedAndOthersMayReadTheFileInBetween() throws SQLException {
    call("SET", "new", "value");
    awaitPass(pass -> pass.get("inserted").asInt() == 1);
    call("DEL", "k:7");
    awaitPass(pass -> pass.get("deleted").asInt() == 1);
    assertThat(keys()).hasSize(KEYS);
  }

  @Test
  void anIdleServerIsAskedForItsCountsAlone() {
    call("SET", "new", "value");
    awaitPass(pass -> pass.get("inserted").asInt() == 1);
    call("CONFIG", "RESETSTAT");
    int before = passes().size();
    pause(3_500);
    // RESETSTAT sets the counts back, which may cost one more pass.
    assertThat(passes().size()).isBetween(before, before + 1);
    try (RespClient client = server.client()) {
      String statistics = client.text("INFO", "commandstats");
      assertThat(statistics).containsPattern("cmdstat_info:calls=[0-9]");
      assertThat(statistics).doesNotContainPattern("cmdstat_scan:calls=([2-9]|1[0-9])");
    }
  }

  @Test
  @Tag("promise-20")
  void aServerThatWasAwayIsReadAnew() throws SQLException {
    server.kill();
    pause(4_000);
    server.restart();
    call("SET", "after", "value");
    // A pass may have found the server empty before the key was written.
    awaitKeys(List.of("after")::equals);
  }

  @Test
  void aHangUpReadsTheConfigurationAgainAndAMistakeInItChangesNothing() throws IOException {
    IntStream.range(0, 5).forEach(i -> call("SET", "other:" + i, i));
    awaitPass(pass -> pass.get("inserted").asInt() + pass.get("unchanged").asInt() == KEYS + 5);
    Path config = Path.of(config(Map.of("key_pattern", "other:*")));
    signal("HUP");
    awaitPass(pass -> pass.get("scanned").asInt() == 5);
    Files.writeString(config, "{\"prot\": 1}");
    signal("HUP");
    call("SET", "other:5", "v");
    awaitPass(pass -> pass.get("scanned").asInt() == 6 && isLogged("configuration stays as it"));
    assertThat(log).content().contains("The configuration stays as it was", "port");
  }

  @Test
  @Tag("promise-41")
  void aSignalEndsItAtOnce() throws IOException {
    long begun = System.nanoTime();
    signal("TERM");
    assertThat(CliRun.exitCodeOf(watch)).as(Files.readString(log)).isEqualTo(143);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    assertThat(Files.readString(log)).contains(SyncCommand.STOPPING);
  }

  @Test
  void aFileThatSomebodyElseHasOpenIsWaitedFor() throws SQLException {
    try (Connection holder = hold();
        Statement query = holder.createStatement()) {
      query.execute("SELECT 1");
      call("SET", "new", "value");
      pause(3_000);
      assertThat(watch.isAlive()).isTrue();
    }
    awaitPass(pass -> pass.get("inserted").asInt() == 1);
  }

  @Test
  void keysThatTheServerNamesAreReadLongBeforeTheNextPass() throws SQLException {
    watch.destroyForcibly();
    call("CONFIG", "SET", "notify-keyspace-events", "KEA");
    watch = watch("1h");
    awaitPass(pass -> pass.get("unchanged").asInt() == KEYS);
    int before = passes().size();
    call("SET", "new", "value");
    call("DEL", "k:7");
    awaitKeys(keys -> keys.contains("new") && !keys.contains("k:7"));
    call("PEXPIRE", "new", "50");
    awaitKeys(keys -> !keys.contains("new"));
    assertThat(passes()).hasSize(before);
  }

  private void awaitKeys(Predicate<List<String>> wanted) throws SQLException {
    long end = System.nanoTime() + LIMIT.toNanos();
    for (List<String> keys = keys(); !wanted.test(keys); keys = keys()) {
      assertThat(System.nanoTime()).as("%s", keys).isLessThan(end);
      pause(100);
    }
  }

  /** Reads the file between two passes. */
  private List<String> keys() throws SQLException {
    List<String> keys = new ArrayList<>();
    try (Connection holder = hold();
        Statement query = holder.createStatement();
        ResultSet row = query.executeQuery("SELECT key FROM dragonfly_data")) {
      while (row.next()) {
        keys.add(row.getString(1));
      }
    }
    return keys;
  }

  /** Opens the file between two passes. */
  private Connection hold() {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        return DriverManager.getConnection("jdbc:duckdb:" + database);
      } catch (SQLException e) {
        assertThat(System.nanoTime()).isLessThan(end);
        pause(20);
      }
    }
  }

  @Test
  void whatTheUserHasToChangeEndsIt() throws IOException {
    call("CONFIG", "SET", "requirepass", "secret");
    try (RespClient client = server.client()) {
      client.reply("AUTH", "secret");
      client.reply("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      client.reply("SET", "new", "value");
    }
    assertThat(CliRun.exitCodeOf(watch)).as(Files.readString(log)).isEqualTo(4);
  }

  @Test
  void anIntervalThatIsNoneIsAMistakeOfTheUser() {
    CliRun run = CliRun.of("sync", config(Map.of()), "--watch", "soon");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'soon' is no time", "30s");
  }
}
