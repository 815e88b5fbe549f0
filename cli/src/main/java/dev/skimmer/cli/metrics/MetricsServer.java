package dev.skimmer.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers monitoring on the loopback address alone: {@code /metrics}, {@code /healthz} while the
 * process works, {@code /readyz} once a pass has come to its end and nothing has failed since.
 */
public final class MetricsServer implements AutoCloseable {
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final ExecutorService answering;
  private final SyncMetrics metrics;

  private MetricsServer(HttpServer server, SyncMetrics metrics) {
    this.server = server;
    this.metrics = metrics;
    this.answering =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "skimmer-metrics");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(answering);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Begins to answer.
   *
   * @param port 0 for any that is free
   * @throws ConnectorException when the port is taken or not allowed
   */
  public static MetricsServer start(int port, SyncMetrics metrics) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      return new MetricsServer(
          HttpServer.create(new InetSocketAddress(loopback, port), 0), metrics);
    } catch (IOException e) {
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          "Cannot listen on port %d of 127.0.0.1: %s. Choose another --metrics-port."
              .formatted(port, e.getMessage()),
          e);
    }
  }

  /** Returns where the metrics are. */
  public String url() {
    return "http://127.0.0.1:%d/metrics".formatted(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().matches("GET|HEAD")) {
        send(exchange, METHOD_NOT_ALLOWED, PLAIN, "GET alone is answered\n");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> send(exchange, OK, TEXT_FORMAT, metrics.text());
        case "/healthz" -> send(exchange, OK, PLAIN, "ok\n");
        case "/readyz" -> {
          boolean ready = metrics.isReady();
          send(exchange, ready ? OK : UNAVAILABLE, PLAIN, ready ? "ready\n" : "not ready\n");
        }
        default -> send(exchange, NOT_FOUND, PLAIN, "There are /metrics, /healthz and /readyz\n");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    answering.shutdownNow();
  }
}
