package dev.skimmer.dragonfly.connect;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * A connection on which a server sends what is published on some channels. Does not reconnect. Safe
 * for concurrent use.
 */
public final class Subscription implements AutoCloseable {
  private static final String COMMAND = "PSUBSCRIBE";

  private final StatefulRedisPubSubConnection<byte[], byte[]> connection;

  private final AtomicBoolean closed = new AtomicBoolean();

  private Subscription(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
    this.connection = connection;
  }

  /**
   * Subscribes, on a connection that is closed where that is refused.
   *
   * @param messages is told the channel and what is published there, on the connection's thread
   */
  static Subscription open(
      StatefulRedisPubSubConnection<byte[], byte[]> connection,
      Collection<byte[]> patterns,
      BiConsumer<byte[], byte[]> messages,
      String address,
      Duration timeout) {
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(byte[] pattern, byte[] channel, byte[] message) {
            messages.accept(channel, message);
          }
        });
    try {
      connection
          .async()
          .psubscribe(patterns.toArray(new byte[0][]))
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Subscription(connection);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw closed(connection, failure("the thread was interrupted", address, e));
    } catch (TimeoutException e) {
      throw closed(connection, failure("no answer", address, e));
    } catch (ExecutionException e) {
      throw closed(
          connection,
          e.getCause() instanceof RedisCommandExecutionException refused
              ? ErrorReply.of(String.valueOf(refused.getMessage())).toException(COMMAND, address)
              : failure(String.valueOf(e.getCause().getMessage()), address, e));
    }
  }

  private static ConnectorException failure(String reason, String address, Exception cause) {
    return new ConnectorException(
        ErrorCode.SOURCE_UNREACHABLE,
        "Cannot listen to %s: %s. Check that the server is up and reachable."
            .formatted(address, reason),
        cause);
  }

  private static ConnectorException closed(
      StatefulRedisPubSubConnection<byte[], byte[]> connection, ConnectorException failure) {
    connection.close();
    return failure;
  }

  /** Returns whether messages may still come. */
  public boolean isOpen() {
    return connection.isOpen();
  }

  /** Also forgets a connection that has broken, which the driver would keep until its end. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      CompletableFuture<Void> unused = connection.closeAsync();
    }
  }
}
