package dev.skimmer.dragonfly.pace;

import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures, while somebody reads, how long each server takes to answer PING, on connections and a
 * thread of its own, and lets a governor draw the consequences. The quickest answer of a server so
 * far is what the way there and back takes; what is above it, others wait for as well. Of several
 * servers the slowest counts.
 */
public final class LatencyWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LatencyWatch.class);
  private static final String PING = "PING";
  private static final long INTERVAL_MILLIS = 50;
  private static final long AFTER_FAILURE_MILLIS = 2_000;
  private static final long CLOSE_MILLIS = 2_000;

  private final Pace pace;
  private final Governor governor;
  private final List<Server> servers;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Begins to watch.
   *
   * @param target how long others may have to wait
   */
  public LatencyWatch(Pace pace, Duration target, List<Connector> servers) {
    this.pace = pace;
    this.governor = new Governor(pace, target);
    this.servers = servers.stream().map(Server::new).toList();
    this.thread = new Thread(this::run, "skimmer-latency");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      long last = System.nanoTime();
      while (!closed && pace.awaitReaders()) {
        OptionalLong waited = slowest();
        if (waited.isEmpty()) {
          return;
        }
        long now = System.nanoTime();
        governor.waited(waited.getAsLong(), Duration.ofNanos(now - last));
        last = now;
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      // Nobody reads any more.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The driver may be shut down under a connection that is being opened.
      LOG.debug("The latency is not watched any more", e);
    } finally {
      // Closing waits for the driver, which an interrupted thread does not.
      boolean ignored = Thread.interrupted();
      servers.forEach(Server::close);
    }
  }

  /** Asks each server; returns nothing where the user may not, or it cannot be told any more. */
  private OptionalLong slowest() throws InterruptedException {
    while (!closed) {
      try {
        long slowest = 0;
        for (Server server : servers) {
          slowest = Math.max(slowest, server.ask());
        }
        return OptionalLong.of(slowest);
      } catch (ConnectorException e) {
        if (e.code() == ErrorCode.PERMISSION_DENIED) {
          LOG.warn(
              "PING is not permitted, so whether the server becomes slow for others is not seen. Permit it (+ping), or set target_latency_ms to 0.");
          return OptionalLong.empty();
        }
        LOG.debug("A server did not answer PING", e);
        Thread.sleep(AFTER_FAILURE_MILLIS);
      }
    }
    return OptionalLong.empty();
  }

  /** Stops, and disconnects. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One server, and its quickest answer. */
  private static final class Server implements AutoCloseable {
    private final ControlConnection connection;
    private long quickest = Long.MAX_VALUE;

    Server(Connector connector) {
      this.connection = new ControlConnection(connector);
    }

    /** Returns by how many nanoseconds an answer came later than the quickest. */
    long ask() {
      long start = System.nanoTime();
      Replies answer = connection.call(PING);
      long took = System.nanoTime() - start;
      Optional<ErrorReply> error = ControlConnection.error(answer, 0);
      if (error.isPresent()) {
        throw error.get().toException(PING, connection.address());
      }
      quickest = Math.min(quickest, took);
      return took - quickest;
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
