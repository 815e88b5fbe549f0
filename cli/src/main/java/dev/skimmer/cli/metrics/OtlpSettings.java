package dev.skimmer.cli.metrics;

import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.OtlpConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How metrics are sent. What the environment says by variables that are not named here, such as
 * resource attributes, Micrometer reads itself.
 *
 * @param headers of each request, read once so that what is wrong with them shows at the start
 */
record OtlpSettings(
    OtlpEndpoint endpoint,
    String version,
    AggregationTemporality aggregationTemporality,
    CompressionMode compressionMode,
    Map<String, String> headers)
    implements OtlpConfig {
  /**
   * Returns what the environment says. A word that is not known counts as none, for its default is
   * understood by every receiver.
   *
   * @throws IllegalStateException when a header cannot be decoded; the message repeats it
   */
  static OtlpSettings of(OtlpEndpoint endpoint, String version, Map<String, String> environment) {
    String compression =
        word(environment, "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION")
            .or(() -> word(environment, "OTEL_EXPORTER_OTLP_COMPRESSION"))
            .orElse("none");
    return new OtlpSettings(
        endpoint,
        version,
        temporality(environment),
        compression.equals("gzip") ? CompressionMode.GZIP : CompressionMode.NONE,
        OtlpConfig.DEFAULT.headers());
  }

  /** {@code lowmemory} asks for the deltas of counters, as {@code delta} does. */
  private static AggregationTemporality temporality(Map<String, String> environment) {
    String preference =
        word(environment, "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE").orElse("cumulative");
    return preference.equals("delta") || preference.equals("lowmemory")
        ? AggregationTemporality.DELTA
        : AggregationTemporality.CUMULATIVE;
  }

  private static Optional<String> word(Map<String, String> environment, String name) {
    return OtlpEndpoint.value(environment, name).map(text -> text.toLowerCase(Locale.ROOT));
  }

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
