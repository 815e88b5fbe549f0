package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of real syncs, sent to a receiver of OTLP. */
class OtlpIT {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir private Path folder;

  private Map<String, Object> config(int port) {
    return Map.of(
        "host",
        RedisServerFixture.HOST,
        "port",
        port,
        "retry_seconds",
        1,
        "destination",
        "duckdb:" + folder.resolve("shop.duckdb"));
  }

  private CliRun sync(int port, String... more) {
    return CliRun.of(folder, config(port), "sync", more);
  }

  @Test
  void aSyncSendsWhatItDidWhenItHasEndedAndAlsoWhenItFailed() throws IOException {
    int port;
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      try (RedisServerFixture server = RedisServerFixture.start();
          RespClient redis = server.client()) {
        port = server.port();
        redis.reply("SET", "a secret name", "1");
        CliRun run = sync(port, "--otlp-endpoint", receiver.url() + "/");
        assertThat(run.exitCode()).as(run.err()).isZero();
      }
      assertThat(receiver.requests()).isEqualTo(1);
      assertThat(receiver.value("skimmer.rows.changed", Map.of("change", "inserted"))).hasValue(1);
      assertThat(receiver.value("skimmer.syncs", Map.of("outcome", "in_sync"))).hasValue(1);
      assertThat(receiver.value("skimmer.last.sync.success", Map.of("pipeline", "dragonfly_data")))
          .hasValue(1);
      assertThat(receiver.names()).contains("skimmer.sync.duration");
      assertThat(receiver.resource())
          .containsEntry("service.name", "skimmer")
          .containsKey("service.version");
      assertThat(sync(port, "--otlp-endpoint", receiver.url() + "/v1/metrics").exitCode())
          .isEqualTo(3);
      assertThat(receiver.value("skimmer.failures", Map.of("code", "source_unreachable")))
          .hasValue(1);
    }
  }

  @Test
  void aReceiverThatRefusesOrIsAwayDoesNotHideHowTheSyncWent() throws IOException {
    try (RedisServerFixture server = RedisServerFixture.start()) {
      String url;
      try (OtlpReceiver receiver = OtlpReceiver.answering(503)) {
        url = receiver.url();
        CliRun refused = sync(server.port(), "--otlp-endpoint", url + "?token=hunter2");
        assertThat(refused.exitCode()).isZero();
        assertThat(refused.err()).contains("Cannot send the metrics").doesNotContain("hunter2");
        assertThat(receiver.requests()).isPositive();
      }
      CliRun away = sync(server.port(), "--otlp-endpoint", url);
      assertThat(away.exitCode()).isZero();
      assertThat(away.out()).contains("In sync");
    }
  }

  @Test
  void aWatchSendsAgainAndAgainWhereTheEnvironmentSays() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RedisServerFixture server = RedisServerFixture.start()) {
      Process watch =
          start(
              server.port(),
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url(),
                  "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20token",
                  "OTEL_METRIC_EXPORT_INTERVAL", "500",
                  "OTEL_SERVICE_NAME", "the shop"),
              "--watch",
              "1s");
      try {
        awaitSyncs(receiver, watch);
        int sent = receiver.requests();
        watch.destroy();
        assertThat(CliRun.exitCodeOf(watch)).isEqualTo(143);
        assertThat(receiver.requests()).as("the last sending").isGreaterThan(sent);
      } finally {
        watch.destroyForcibly();
      }
      assertThat(receiver.authorizations()).containsOnly("Bearer token");
      assertThat(receiver.resource()).containsEntry("service.name", "the shop");
    }
  }

  private Process start(int port, Map<String, String> environment, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
    command.addAll(CliRun.command("sync", CliRun.config(folder, config(port)).toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Path log() {
    return folder.resolve("log");
  }

  private static void awaitSyncs(OtlpReceiver receiver, Process watch) throws InterruptedException {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (receiver.requests() < 3
        || receiver.value("skimmer.syncs", Map.of("outcome", "in_sync")).orElse(0) < 1) {
      assertThat(watch.isAlive()).isTrue();
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(50);
    }
  }

  @Test
  void variablesThatAreMeantForOthersStopNoSyncAndWhatTheyHoldIsNotRepeated() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RedisServerFixture server = RedisServerFixture.start()) {
      Map<String, String> understood =
          Map.of(
              "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url(),
              "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "lowmemory",
              "OTEL_EXPORTER_OTLP_COMPRESSION", "zstd",
              "OTEL_METRIC_EXPORT_INTERVAL", "");
      assertThat(CliRun.exitCodeOf(start(server.port(), understood))).isZero();
      assertThat(receiver.value("skimmer.syncs", Map.of("outcome", "in_sync"))).hasValue(1);
      int sent = receiver.requests();
      Map<String, String> broken =
          Map.of(
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              receiver.url(),
              "OTEL_EXPORTER_OTLP_HEADERS",
              "Authorization=hunter2%zz");
      assertThat(CliRun.exitCodeOf(start(server.port(), broken))).isZero();
      assertThat(receiver.requests()).isEqualTo(sent);
      assertThat(log()).content().contains("OTEL_EXPORTER_OTLP_HEADERS").doesNotContain("hunter2");
      Map<String, String> noUrl = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318");
      assertThat(CliRun.exitCodeOf(start(server.port(), noUrl))).isZero();
      assertThat(log()).content().contains("OTEL_EXPORTER_OTLP_ENDPOINT", "In sync");
    }
  }

  @Test
  void whatIsNoReceiverIsRefusedBeforeAnythingIsDoneAndNotRepeated() {
    CliRun run = sync(1, "--otlp-endpoint", "http://me:hunter2@collector:4318");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("OTEL_EXPORTER_OTLP_HEADERS").doesNotContain("hunter2");
    assertThat(sync(1, "--otlp-endpoint", "collector:4318").err()).contains("--otlp-endpoint");
    assertThat(sync(1, "--dry-run", "--otlp-endpoint", "http://127.0.0.1:4318").err())
        .contains("Leave out --dry-run");
  }
}
