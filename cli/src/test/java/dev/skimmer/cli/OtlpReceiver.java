package dev.skimmer.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Takes metrics as a collector does: OTLP over HTTP, decoded by the protocol's own definition.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP</a>
 */
final class OtlpReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<ExportMetricsServiceRequest> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final int status;

  private OtlpReceiver(int status) throws IOException {
    this.status = status;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/metrics", this::take);
    server.start();
  }

  static OtlpReceiver start() throws IOException {
    return new OtlpReceiver(200);
  }

  /** Starts one that answers so, whatever it is sent. */
  static OtlpReceiver answering(int status) throws IOException {
    return new OtlpReceiver(status);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      InputStream body = exchange.getRequestBody();
      requests.add(
          ExportMetricsServiceRequest.parseFrom(packed ? new GZIPInputStream(body) : body));
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      authorizations.add(authorization == null ? "" : authorization);
      byte[] answer = ExportMetricsServiceResponse.getDefaultInstance().toByteArray();
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int requests() {
    return requests.size();
  }

  List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  /** Returns what the last request says of its sender. */
  Map<String, String> resource() {
    Resource resource = requests.get(requests.size() - 1).getResourceMetrics(0).getResource();
    return resource.getAttributesList().stream()
        .collect(Collectors.toMap(KeyValue::getKey, each -> each.getValue().getStringValue()));
  }

  /** Returns the names of all metrics of the last request. */
  List<String> names() {
    return metrics().map(Metric::getName).toList();
  }

  /** Returns the value of a counter or gauge that was sent last and has these attributes. */
  OptionalDouble value(String name, Map<String, String> attributes) {
    return metrics()
        .filter(metric -> metric.getName().equals(name))
        .flatMap(OtlpReceiver::points)
        .filter(point -> attributesOf(point).entrySet().containsAll(attributes.entrySet()))
        .mapToDouble(NumberDataPoint::getAsDouble)
        .findFirst();
  }

  private Stream<Metric> metrics() {
    return requests.isEmpty()
        ? Stream.empty()
        : requests.get(requests.size() - 1).getResourceMetricsList().stream()
            .flatMap(resource -> resource.getScopeMetricsList().stream())
            .flatMap(scope -> scope.getMetricsList().stream());
  }

  private static Stream<NumberDataPoint> points(Metric metric) {
    return (metric.hasSum()
            ? metric.getSum().getDataPointsList()
            : metric.getGauge().getDataPointsList())
        .stream();
  }

  private static Map<String, String> attributesOf(NumberDataPoint point) {
    return point.getAttributesList().stream()
        .collect(Collectors.toMap(KeyValue::getKey, each -> each.getValue().getStringValue()));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
