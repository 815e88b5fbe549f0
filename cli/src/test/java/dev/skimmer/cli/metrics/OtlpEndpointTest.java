package dev.skimmer.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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
    for (String forbids :
        List.of(
            "OTEL_SDK_DISABLED=true",
            "OTEL_METRICS_EXPORTER=none",
            "OTEL_METRICS_EXPORTER=prometheus",
            "OTEL_EXPORTER_OTLP_PROTOCOL=grpc")) {
      assertThat(url(with(forbids))).as(forbids).isEmpty();
    }
  }

  private static Map<String, String> with(String variable) {
    String[] nameAndValue = variable.split("=", 2);
    return Map.of(BASE, "http://all:4318", nameAndValue[0], nameAndValue[1]);
  }

  @Test
  void whatIsEmptyCountsAsNone() {
    for (String empty :
        List.of(
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=",
            "OTEL_METRIC_EXPORT_INTERVAL= ",
            "OTEL_METRICS_EXPORTER=",
            "OTEL_EXPORTER_OTLP_PROTOCOL=",
            "OTEL_METRICS_EXPORTER=console, otlp")) {
      assertThat(OtlpEndpoint.of(Optional.empty(), with(empty)))
          .as(empty)
          .hasValue(
              new OtlpEndpoint(URI.create("http://all:4318/v1/metrics"), Duration.ofMinutes(1)));
    }
  }

  @Test
  void aVariableThatMakesNoSenseStopsNothing() {
    assertThat(url(Map.of(BASE, "all:4318"))).isEmpty();
    assertThat(url(Map.of(METRICS, "no url"))).isEmpty();
    assertThat(url(Map.of(BASE, "http://me:hunter2@all:4318"))).isEmpty();
    for (String interval : List.of("never", "0", "-1", "99999999999999999999")) {
      assertThat(OtlpEndpoint.of(Optional.empty(), with("OTEL_METRIC_EXPORT_INTERVAL=" + interval)))
          .map(OtlpEndpoint::interval)
          .as(interval)
          .hasValue(Duration.ofMinutes(1));
    }
  }

  @Test
  void anOptionThatIsNoUrlIsRefused() {
    assertThatThrownBy(() -> OtlpEndpoint.of(Optional.of("all:4318"), Map.of()))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("--otlp-endpoint");
  }

  @Test
  void aQueryStaysBehindThePathAndIsNotToldOf() {
    OtlpEndpoint endpoint =
        OtlpEndpoint.of(Optional.of("https://all:4318/in/?token=hunter2"), Map.of()).orElseThrow();
    assertThat(endpoint.url()).hasToString("https://all:4318/in/v1/metrics?token=hunter2");
    assertThat(endpoint.origin()).isEqualTo("https://all:4318");
  }
}
