package dev.skimmer.cli.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends metrics by OTLP, each interval and once more at its end. A receiver that is away costs a
 * warning: the sync is more than its metrics. Its classes are loaded for nobody who does not ask.
 */
public final class OtlpPush implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OtlpPush.class);

  /** A signal gives a process ten seconds. */
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final OtlpMeterRegistry registry;

  private OtlpPush(OtlpMeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Begins to send.
   *
   * @return empty, after a warning, where the environment says what cannot be understood
   */
  public static Optional<OtlpPush> begin(
      OtlpEndpoint endpoint, String version, SyncMetrics metrics) {
    OtlpMetricsSender http =
        new OtlpHttpMetricsSender(new HttpUrlConnectionSender(CONNECT_LIMIT, ANSWER_LIMIT));
    try {
      OtlpMeterRegistry registry =
          OtlpMeterRegistry.builder(OtlpSettings.of(endpoint, version, System.getenv()))
              .clock(Clock.SYSTEM)
              .metricsSender(request -> send(http, request, endpoint))
              .build();
      metrics.add(registry);
      return Optional.of(new OtlpPush(registry));
    } catch (IllegalStateException e) {
      // What it says may repeat a header, which holds a token.
      LOG.warn(
          "Cannot send metrics to {}: OTEL_EXPORTER_OTLP_HEADERS, or another variable OTEL_..., is"
              + " not understood. Correct it, or unset it.",
          endpoint.origin());
      return Optional.empty();
    }
  }

  private static void send(
      OtlpMetricsSender http, OtlpMetricsSender.Request request, OtlpEndpoint endpoint) {
    try {
      http.send(request);
    } catch (Exception e) {
      LOG.warn(
          "Cannot send the metrics to {} ({}). Correct --otlp-endpoint or OTEL_EXPORTER_OTLP_ENDPOINT.",
          endpoint.origin(),
          e.toString().replace(endpoint.url().toString(), endpoint.origin()));
    }
  }

  /** Sends what there is, and ends. Takes seconds where the receiver does not answer. */
  @Override
  public void close() {
    registry.close();
  }
}
