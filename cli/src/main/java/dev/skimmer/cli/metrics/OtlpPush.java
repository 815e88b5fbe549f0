package dev.skimmer.cli.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

  /** Begins to send. */
  public OtlpPush(OtlpEndpoint endpoint, String version, SyncMetrics metrics) {
    OtlpMetricsSender http =
        new OtlpHttpMetricsSender(new HttpUrlConnectionSender(CONNECT_LIMIT, ANSWER_LIMIT));
    this.registry =
        OtlpMeterRegistry.builder(new Settings(endpoint, version))
            .clock(Clock.SYSTEM)
            .metricsSender(request -> send(http, request, endpoint))
            .build();
    metrics.add(registry);
  }

  private static void send(
      OtlpMetricsSender http, OtlpMetricsSender.Request request, OtlpEndpoint endpoint) {
    try {
      http.send(request);
    } catch (Exception e) {
      LOG.warn(
          "Cannot send the metrics to {} ({}). Correct --otlp-endpoint or OTEL_EXPORTER_OTLP_ENDPOINT.",
          endpoint.url(),
          e.toString());
    }
  }

  /** Sends what there is, and ends. Takes seconds where the receiver does not answer. */
  @Override
  public void close() {
    registry.close();
  }

  /** What the environment says by other variables, such as headers, the registry reads itself. */
  private record Settings(OtlpEndpoint endpoint, String version) implements OtlpConfig {
    @Override
    public String get(String key) {
      return null;
    }

    @Override
    public String url() {
      return endpoint.url().toString();
    }

    @Override
    public Duration step() {
      return endpoint.interval();
    }

    @Override
    public TimeUnit baseTimeUnit() {
      return TimeUnit.SECONDS;
    }

    @Override
    public Map<String, String> resourceAttributes() {
      Map<String, String> attributes = new HashMap<>(OtlpConfig.super.resourceAttributes());
      attributes.putIfAbsent("service.name", "skimmer");
      attributes.putIfAbsent("service.version", version);
      return attributes;
    }
  }
}
