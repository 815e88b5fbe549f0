package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.SnowflakeEmulator;
import dev.skimmer.testkit.TlsAuthority;
import dev.skimmer.testkit.TlsFiles;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret that is easy to find goes into everything that takes one, and must come out nowhere. */
@Tag("promise-34")
class SecretsIT {
  private static final String CANARY = "canary-5e1f0b7d";
  private static final String WRONG = "canary-wrong-19";

  private static RedisServerFixture server;

  @TempDir private Path folder;
  @TempDir private Path secrets;
  private Path work;

  @BeforeAll
  static void startServer() {
    server = RedisServerFixture.start();
    try (RespClient client = server.client()) {
      client.reply("ACL", "SETUSER", "reader", "on", ">" + CANARY, "~*", "+@all");
      for (int i = 0; i < 1_000; i++) {
        client.reply("SET", "key:" + i, "v".repeat(100));
      }
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void writeSecrets() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
    Files.writeString(secrets.resolve("right"), CANARY);
    Files.writeString(secrets.resolve("wrong"), WRONG);
  }

  private String right() {
    return "${file:%s}".formatted(secrets.resolve("right"));
  }

  private String wrong() {
    return "${file:%s}".formatted(secrets.resolve("wrong"));
  }

  private Map<String, Object> source() {
    Map<String, Object> values = new HashMap<>();
    values.put("host", RedisServerFixture.HOST);
    values.put("port", server.port());
    values.put("username", "reader");
    values.put("password", right());
    values.put("destination", "duckdb:" + work.resolve("shop.db"));
    return values;
  }

  /** Runs both commands that connect, and looks at all that they print and leave behind. */
  private void assertSilent(Map<String, Object> values, int... exitCodes) throws IOException {
    String config = CliRun.config(work, values).toString();
    for (String command : List.of("check", "sync")) {
      CliRun run = CliRun.of(command, config);
      assertThat(run.exitCode()).as(run.err()).isIn(boxed(exitCodes));
      assertThat(run.out() + run.err()).doesNotContain("canary");
    }
    CliRun json = CliRun.of("sync", config, "--output", "json");
    assertThat(json.out() + json.err()).doesNotContain("canary");
    CliRun logged = CliRun.of("sync", config, "--log-format", "json", "--debug");
    assertThat(logged.out() + logged.err()).doesNotContain("canary");
    assertThat(logged.logged()).hasSameSizeAs(logged.err().lines().toList());
    CliRun stack = CliRun.of("check", config, "--debug");
    assertThat(stack.out() + stack.err()).doesNotContain("canary");
    assertNowhere(work);
  }

  private static List<Integer> boxed(int... numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static void assertNowhere(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains(CANARY)).as(file.toString()).isFalse();
        assertThat(bytes.contains(WRONG)).as(file.toString()).isFalse();
      }
    }
  }

  @Test
  void aSyncThatWorksSaysNothingOfThePassword() throws IOException {
    assertSilent(source(), 0);
  }

  @Test
  void aRefusedPasswordIsNotRepeated() throws IOException {
    Map<String, Object> values = source();
    values.put("password", wrong());
    assertSilent(values, 4);
  }

  @Test
  void aServerThatIsNotThereIsNamedWithoutThePassword() throws IOException {
    Map<String, Object> values = source();
    values.put("port", RedisServerFixture.freePort());
    assertSilent(values, 3);
  }

  @Test
  void aUriSaysNothingOfItsPassword() throws IOException {
    Map<String, Object> values = source();
    List.of("host", "port", "username", "password").forEach(values::remove);
    String where = "@" + RedisServerFixture.HOST + ":" + server.port();
    values.put("uri", "redis://reader:" + right() + where);
    assertSilent(values, 0);
    values.put("uri", "redis://reader:" + wrong() + where);
    assertSilent(values, 4);
    values.put("timeout_seconds", 5);
    values.put("uri", "rediss://reader:" + right() + where);
    assertSilent(values, 4);
    values.put("uri", "redis://reader:" + CANARY + ":" + RedisServerFixture.HOST);
    String config = CliRun.config(secrets, values).toString();
    CliRun run = CliRun.of("sync", config);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out() + run.err()).contains("uri: ").doesNotContain("canary");
  }

  @Test
  void aFailedHandshakeSaysNothingOfThePassword() throws Exception {
    Path place = Files.createDirectory(secrets.resolve("tls"));
    TlsFiles files = TlsAuthority.create(place, "One").issue("good", "ip:127.0.0.1", "-1d", 30);
    int port = RedisServerFixture.freePort();
    try (RedisServerFixture encrypted =
        RedisServerFixture.start(files.serverArguments(port, "yes"))) {
      assertThat(encrypted.port()).isPositive();
      Map<String, Object> values = source();
      values.putAll(Map.of("port", port, "ssl", true));
      assertSilent(values, 4);
    }
  }

  @Test
  void aMistakeInTheConfigurationShowsNoSecret() throws IOException {
    Map<String, Object> values = source();
    values.putAll(Map.of("pasword", right(), "batch_size", "many"));
    String config = CliRun.config(work, values).toString();
    CliRun run = CliRun.of("sync", config);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean password?").doesNotContain("canary");
  }

  @Test
  void aPasswordThatIsWrittenOutIsWarnedOfAndNotShown() throws IOException {
    Map<String, Object> values = source();
    values.put("password", CANARY);
    CliRun run = CliRun.of("check", CliRun.config(work, values).toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("The secret password is written out").doesNotContain(CANARY);
  }

  @Test
  void passwordsOfDatabasesAreNotRepeated() throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String url = "jdbc:postgresql://127.0.0.1:%d/%s";
      for (String address :
          List.of(
              url.formatted(postgres.getPort(), "postgres"),
              url.formatted(postgres.getPort(), "absent"),
              url.formatted(RedisServerFixture.freePort(), "postgres"))) {
        Map<String, Object> values = source();
        values.put(
            "destination",
            Map.of(
                "type",
                "jdbc",
                "url",
                address,
                "username",
                "postgres",
                "password",
                right(),
                "properties",
                Map.of("sslpassword", wrong())));
        assertSilent(values, 0, 2, 4, 5);
      }
    }
  }

  @Test
  void passwordsOfSnowflakeAreNotRepeated() throws IOException {
    for (int port : new int[] {SnowflakeEmulator.port(), RedisServerFixture.freePort()}) {
      Map<String, Object> values = source();
      values.put(
          "destination",
          Map.of(
              "type", "snowflake",
              "url", "http://127.0.0.1:" + port,
              "user", "tester",
              "password", right(),
              "database", "SKIMMER",
              "schema", "SECRETS",
              "properties", Map.of("loginTimeout", "3", "maxHttpRetries", "1")));
      assertSilent(values, 0, 4, 5);
    }
  }

  /** While it runs, others see the list of processes; a dump of its threads goes into reports. */
  @Test
  void aRunningSyncShowsNoSecretInItsArgumentsThreadsAndFiles() throws Exception {
    Path temporary = Files.createDirectory(work.resolve("tmp"));
    Map<String, Object> values = source();
    values.put("checkpoint_records", 1);
    String config = CliRun.config(work, values).toString();
    Path log = work.resolve("log");
    try (RespClient client = server.client()) {
      client.reply("CLIENT", "PAUSE", 3_000);
      Process process =
          CliRun.start(List.of("-Djava.io.tmpdir=" + temporary), work, log, "sync", config);
      TimeUnit.MILLISECONDS.sleep(2_000);
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      assertThat(argumentsOf(process)).contains("CONFIG.json").doesNotContain("canary");
      assertThat(threadsOf(process)).contains("\"main\"").doesNotContain("canary");
      assertNowhere(work);
      assertOwnersOnly(temporary);
      assertThat(CliRun.exitCodeOf(process)).as(Files.readString(log)).isZero();
    }
    assertNowhere(work);
  }

  /** As the list of processes shows them, which the JDK cuts off. */
  private static String argumentsOf(Process process) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
  }

  private static String threadsOf(Process process) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process dump =
        new ProcessBuilder(jcmd, Long.toString(process.pid()), "Thread.print")
            .redirectErrorStream(true)
            .start();
    return new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The JVM's own performance file and unpacked libraries hold nothing of ours. */
  private static void assertOwnersOnly(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(f -> f.getFileName().toString().contains("skimmer")).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .endsWith("------");
      }
    }
  }
}
