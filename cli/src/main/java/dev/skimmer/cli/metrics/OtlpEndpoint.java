package dev.skimmer.cli.metrics;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where metrics are sent by OTLP. The variables are those of the <a
 * href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">specification</a>.
 *
 * @param url that takes metrics
 * @param interval from one sending to the next while a sync goes on
 */
public record OtlpEndpoint(URI url, Duration interval) {
  private static final String PATH = "/v1/metrics";
  private static final String INTERVAL = "OTEL_METRIC_EXPORT_INTERVAL";
  private static final String DEFAULT_INTERVAL = "60000";
  private static final String PROTOCOL = "http/protobuf";

  /**
   * Returns where the option, or else the environment, says.
   *
   * @param option a base URL, or one that ends in {@code /v1/metrics}
   * @return empty where neither says anything, or the environment forbids it
   * @throws ConnectorException when it is no URL that metrics could be sent to
   */
  public static Optional<OtlpEndpoint> of(
      Optional<String> option, Map<String, String> environment) {
    if (option.isPresent()) {
      return Optional.of(at("--otlp-endpoint", withPath(option.get()), environment));
    }
    if (isForbidden(environment)) {
      return Optional.empty();
    }
    String metrics = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    String base = "OTEL_EXPORTER_OTLP_ENDPOINT";
    if (isSet(environment, metrics)) {
      return Optional.of(at(metrics, environment.get(metrics), environment));
    }
    return isSet(environment, base)
        ? Optional.of(at(base, withPath(environment.get(base)), environment))
        : Optional.empty();
  }

  private static boolean isForbidden(Map<String, String> environment) {
    String protocol =
        environment.getOrDefault(
            "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL",
            environment.getOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL", PROTOCOL));
    return environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true")
        || environment.getOrDefault("OTEL_METRICS_EXPORTER", "otlp").equals("none")
        || !protocol.equals(PROTOCOL);
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }

  private static String withPath(String base) {
    return base.endsWith(PATH) ? base : base.replaceFirst("/+$", "") + PATH;
  }

  /** What was given is not repeated: it may hold a password. */
  private static OtlpEndpoint at(String origin, String text, Map<String, String> environment) {
    URI url;
    try {
      url = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw invalid(origin, "is no URL");
    }
    if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
      throw invalid(origin, "is no URL of the form http://HOST:PORT or https://HOST:PORT");
    }
    if (url.getUserInfo() != null) {
      throw invalid(
          origin, "holds a name or password, which belongs in OTEL_EXPORTER_OTLP_HEADERS");
    }
    return new OtlpEndpoint(url, interval(environment));
  }

  private static Duration interval(Map<String, String> environment) {
    try {
      long millis = Long.parseLong(environment.getOrDefault(INTERVAL, DEFAULT_INTERVAL).strip());
      if (millis > 0) {
        return Duration.ofMillis(millis);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw invalid(INTERVAL, "is no number of milliseconds above 0");
  }

  private static ConnectorException invalid(String origin, String problem) {
    return new ConnectorException(
        ErrorCode.CONFIG_INVALID, "%s %s. Correct it.".formatted(origin, problem));
  }
}
