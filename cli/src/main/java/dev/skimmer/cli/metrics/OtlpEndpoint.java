package dev.skimmer.cli.metrics;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where metrics are sent by OTLP. The variables are those of the <a
 * href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">specification</a>; an empty
 * one counts as none. They may be meant for other programs, so that what is wrong with them is
 * warned of and stops nothing.
 *
 * @param url that takes metrics
 * @param interval from one sending to the next while a sync goes on
 */
public record OtlpEndpoint(URI url, Duration interval) {
  private static final Logger LOG = LoggerFactory.getLogger(OtlpEndpoint.class);
  private static final String PATH = "/v1/metrics";
  private static final String INTERVAL = "OTEL_METRIC_EXPORT_INTERVAL";
  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);
  private static final String PROTOCOL = "http/protobuf";

  /**
   * Returns where the option, or else the environment, says.
   *
   * @param option a base URL, or one that ends in {@code /v1/metrics}
   * @return empty where neither says anything, or the environment forbids it or makes no sense
   * @throws ConnectorException when the option is no URL that metrics could be sent to
   */
  public static Optional<OtlpEndpoint> of(
      Optional<String> option, Map<String, String> environment) {
    if (option.isPresent()) {
      URI url = url("--otlp-endpoint", withPath(option.get().strip()));
      return Optional.of(new OtlpEndpoint(url, interval(environment)));
    }
    if (isForbidden(environment)) {
      return Optional.empty();
    }
    try {
      return urlOf(environment).map(url -> new OtlpEndpoint(url, interval(environment)));
    } catch (ConnectorException e) {
      LOG.warn("{} Until then no metrics are sent.", e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<URI> urlOf(Map<String, String> environment) {
    String metrics = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    String base = "OTEL_EXPORTER_OTLP_ENDPOINT";
    return value(environment, metrics)
        .map(text -> url(metrics, text))
        .or(() -> value(environment, base).map(text -> url(base, withPath(text))));
  }

  private static boolean isForbidden(Map<String, String> environment) {
    String protocol =
        value(environment, "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL")
            .or(() -> value(environment, "OTEL_EXPORTER_OTLP_PROTOCOL"))
            .orElse(PROTOCOL);
    String exporters = value(environment, "OTEL_METRICS_EXPORTER").orElse("otlp");
    return value(environment, "OTEL_SDK_DISABLED").orElse("").equalsIgnoreCase("true")
        || Arrays.stream(exporters.split(",")).map(String::strip).noneMatch("otlp"::equals)
        || !protocol.equals(PROTOCOL);
  }

  /** Returns what a variable says; one that is empty says nothing. */
  static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** The path goes before a query. */
  private static String withPath(String base) {
    int end = base.indexOf('?') < 0 ? base.length() : base.indexOf('?');
    String path = base.substring(0, end);
    return path.endsWith(PATH) ? base : path.replaceFirst("/+$", "") + PATH + base.substring(end);
  }

  /** What was given is not repeated: it may hold a password. */
  private static URI url(String origin, String text) {
    URI url;
    try {
      url = new URI(text);
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
    return url;
  }

  /** What is no interval is warned of and ignored, as the specification has it. */
  private static Duration interval(Map<String, String> environment) {
    Optional<String> text = value(environment, INTERVAL);
    if (text.isEmpty()) {
      return DEFAULT_INTERVAL;
    }
    if (text.get().matches("0*[1-9]\\d{0,11}")) {
      return Duration.ofMillis(Long.parseLong(text.get()));
    }
    LOG.warn(
        "{} is no number of milliseconds above 0. Correct it. Until then metrics are sent each"
            + " minute.",
        INTERVAL);
    return DEFAULT_INTERVAL;
  }

  /** Returns the URL as far as it holds no secret: a path or a query may be a token. */
  String origin() {
    return "%s://%s".formatted(url.getScheme(), url.getAuthority());
  }

  private static ConnectorException invalid(String origin, String problem) {
    return new ConnectorException(
        ErrorCode.CONFIG_INVALID, "%s %s. Correct it.".formatted(origin, problem));
  }
}
