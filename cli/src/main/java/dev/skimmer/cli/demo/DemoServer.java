package dev.skimmer.cli.demo;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisServer;

/** A real Redis server on a free port of the loopback address, which ends with this object. */
public final class DemoServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemoServer.class);

  private final RedisServer server;
  private final int port;

  private DemoServer(RedisServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the server and waits until it accepts connections.
   *
   * @throws ConnectorException when it cannot be started here
   */
  public static DemoServer start() {
    try {
      int port = freePort();
      RedisServer server =
          RedisServer.newRedisServer()
              .port(port)
              .bind("127.0.0.1")
              .setting("save \"\"")
              .setting("appendonly no")
              .soutListener(line -> LOG.debug("redis-server: {}", line))
              .serrListener(line -> LOG.debug("redis-server: {}", line))
              .build();
      server.start();
      return new DemoServer(server, port);
    } catch (IOException | UncheckedIOException e) {
      throw new ConnectorException(
          ErrorCode.SOURCE_UNREACHABLE,
          "Cannot start the demonstration's Redis server ("
              + e.getMessage()
              + "). It runs on Linux, macOS and Windows; with a server of your own, use skimmer sync.",
          e);
    }
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (IOException e) {
      LOG.warn("The demonstration's Redis server did not stop: {}", e.getMessage());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
