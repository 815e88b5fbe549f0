package dev.skimmer.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where metrics go, as the specification of the exporter says. */
class OtlpEndpointTest {
  private static final String BASE = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String METRICS = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

  private static Optional<String> url(Map<String, String> environment) {
    return OtlpEndpoint.of(Optional.empty(), environment).map(each -> each.url().toString());
  }

  @Test
  void theVariableOfMetricsIsTakenAsItIsAndTheOtherOneIsABase() {
    assertThat(url(Map.of())).isEmpty();
    assertThat(url(Map.of(BASE, ""))).isEmpty();
    assertThat(url(Map.of(BASE, "https://all:4318/"))).hasValue("https://all:4318/v1/metrics");
    assertThat(url(Map.of(BASE, "https://all:4318", METRICS, "http://one:1/in")))
        .hasValue("http://one:1/in");
  }

  @Test
  void theOptionWinsAndAnEnvironmentThatForbidsIsHeeded() {
    Optional<String> option = Optional.of("http://here:4318");
    assertThat(
            OtlpEndpoint.of(option, Map.of(BASE, "http://all:4318", "OTEL_SDK_DISABLED", "true"))
                .orElseThrow())
        .isEqualTo(
            new OtlpEndpoint(URI.create("http://here:4318/v1/metrics"), Duration.ofMinutes(1)));
    for (Map.Entry<String, String> forbids :
        Map.of(
                "OTEL_SDK_DISABLED", "true",
                "OTEL_METRICS_EXPORTER", "none",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
            .entrySet()) {
      assertThat(url(Map.of(BASE, "http://all:4318", forbids.getKey(), forbids.getValue())))
          .as(forbids.getKey())
          .isEmpty();
    }
  }

  @Test
  void whatIsNoUrlOrNoIntervalIsNamedByWhereItStands() {
    assertThatThrownBy(() -> url(Map.of(BASE, "all:4318")))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining(BASE);
    Map<String, String> never =
        Map.of(BASE, "http://all:4318", "OTEL_METRIC_EXPORT_INTERVAL", "never");
    assertThatThrownBy(() -> url(never)).hasMessageContaining("OTEL_METRIC_EXPORT_INTERVAL");
  }
}
