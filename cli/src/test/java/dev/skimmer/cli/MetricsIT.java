package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of real syncs, asked for over HTTP and left in a file. */
class MetricsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String INSERTED =
      "skimmer_rows_changed_total{change=\"inserted\",pipeline=\"dragonfly_data\"}";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("skimmer.prom");
  }

  private Map<String, Object> config(int port) {
    Map<String, Object> values = new HashMap<>();
    values.put("host", RedisServerFixture.HOST);
    values.put("port", port);
    values.put("retry_seconds", 1);
    values.put("max_value_bytes", 10_000);
    values.put("destination", "duckdb:" + folder.resolve("shop.duckdb"));
    return values;
  }

  private CliRun sync(int port, String... more) {
    return CliRun.of(folder, config(port), "sync", more);
  }

  private static double value(String text, String sample) {
    return Pattern.compile("(?m)^" + Pattern.quote(sample) + " (\\S+)$")
        .matcher(text)
        .results()
        .map((MatchResult match) -> Double.parseDouble(match.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No " + sample + " in\n" + text));
  }

  private static String of(String name) {
    return name + "{pipeline=\"dragonfly_data\"}";
  }

  @Test
  void aFailedRunWritesTheFileAndKeepsTheTimeOfTheLastSuccess() throws IOException {
    int port;
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient redis = server.client()) {
      port = server.port();
      redis.reply("SET", "a secret name", "1");
      redis.reply("SET", "too:large", "x".repeat(20_000));
      assertThat(sync(port, "--metrics-file", file.toString()).exitCode()).isEqualTo(6);
    }
    String first = Files.readString(file);
    double success = value(first, of("skimmer_last_success_timestamp_seconds"));
    assertThat(success).isBetween(Instant.now().getEpochSecond() - 60.0, 1e11);
    assertThat(value(first, of("skimmer_unreadable_keys"))).isEqualTo(1);
    assertThat(value(first, of("skimmer_last_sync_scanned_keys"))).isEqualTo(2);
    assertThat(
            value(
                first,
                "skimmer_last_sync_changed_rows{change=\"inserted\",pipeline=\"dragonfly_data\"}"))
        .isEqualTo(1);
    assertThat(first).doesNotContain("secret name", "too:large").endsWith("\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");

    assertThat(sync(port, "--metrics-file", file.toString()).exitCode()).isEqualTo(3);
    String second = Files.readString(file);
    assertThat(value(second, of("skimmer_last_sync_success"))).isZero();
    assertThat(value(second, of("skimmer_last_success_timestamp_seconds"))).isEqualTo(success);
    assertThat(
            value(
                second,
                "skimmer_failures_total{code=\"source_unreachable\",pipeline=\"dragonfly_data\"}"))
        .isEqualTo(1);
    try (var files = Files.list(folder)) {
      assertThat(files).noneMatch(each -> each.getFileName().toString().startsWith(".skimmer"));
    }
  }

  @Test
  void aFileThatCannotBeWrittenDoesNotHideHowTheSyncWent() {
    try (RedisServerFixture server = RedisServerFixture.start()) {
      Path nowhere = folder.resolve("no").resolve("skimmer.prom");
      CliRun run = sync(server.port(), "--metrics-file", nowhere.toString());
      assertThat(run.exitCode()).isZero();
      assertThat(nowhere).doesNotExist();
    }
  }

  @Test
  void optionsThatDoNotFitAreRefused() throws IOException {
    assertThat(sync(1, "--metrics-port", "0").err()).contains("Add --watch");
    assertThat(sync(1, "--dry-run", "--metrics-file", "f").err()).contains("Leave out --dry-run");
    assertThat(sync(1, "--watch", "1s", "--metrics-port", "70000").err()).contains("65535");
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = "" + taken.getLocalPort();
      CliRun run = sync(1, "--watch", "1s", "--metrics-port", port);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("Cannot listen on port " + port, "another --metrics-port");
    }
  }

  @Test
  void aWatchAnswersAndIsReadyWhileItsPassesSucceed() throws Exception {
    Path log = folder.resolve("log");
    Process watch = null;
    try {
      String url;
      try (RedisServerFixture server = RedisServerFixture.start();
          RespClient redis = server.client()) {
        redis.reply("SET", "a", "1");
        watch = watch(config(server.port()), log);
        url = await(() -> url(log), found -> !found.isEmpty());
        await(() -> get(url + "/readyz"), answer -> answer.startsWith("200"));
        assertThat(get(url + "/healthz")).isEqualTo("200 ok\n");
        assertThat(get(url + "/other")).startsWith("404");
        redis.reply("SET", "b", "1");
        await(() -> get(url + "/metrics"), text -> value(text, INSERTED) == 2);
      }
      String metrics = await(() -> get(url + "/metrics"), text -> text.contains("code="));
      assertThat(metrics).contains("skimmer_failures_total{code=\"source_");
      assertThat(get(url + "/readyz")).isEqualTo("503 not ready\n");
      assertThat(get(url + "/healthz")).isEqualTo("200 ok\n");
      watch.destroy();
      assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(watch.exitValue()).isEqualTo(143);
    } finally {
      if (watch != null) {
        watch.destroyForcibly();
      }
    }
  }

  private Process watch(Map<String, Object> config, Path log) {
    String file = CliRun.config(folder, config).toString();
    return CliRun.startForSignals(
        folder, log, "sync", file, "--watch", "1s", "--metrics-port", "0");
  }

  private static String url(Path log) {
    try {
      return Pattern.compile("metrics at (http://127\\.0\\.0\\.1:\\d+)/metrics")
          .matcher(Files.exists(log) ? Files.readString(log) : "")
          .results()
          .map((MatchResult match) -> match.group(1))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the status and the text. */
  private static String get(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      int status = connection.getResponseCode();
      try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        return status + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new AssertionError(url, e);
    }
  }

  private static String await(Supplier<String> question, Predicate<String> wanted) {
    long end = System.nanoTime() + LIMIT.toNanos();
    String answer = question.get();
    while (!wanted.test(answer)) {
      assertThat(System.nanoTime()).as(answer).isLessThan(end);
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      answer = question.get();
    }
    return answer;
  }
}
