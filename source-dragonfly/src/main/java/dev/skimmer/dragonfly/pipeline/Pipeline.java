package dev.skimmer.dragonfly.pipeline;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.protocol.CommandEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One established connection that sends pipelines of commands. Several may be on their way at once;
 * their replies come in the order of sending. Does not reconnect: after a failure every {@link
 * Exchange} fails, and a new connection is needed. Safe for concurrent use.
 */
public final class Pipeline implements AutoCloseable {
  private static final long MAX_CONTROL_REPLY = 1 << 26;

  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
  private static final long CLOSE_SECONDS = 2;

  private final Channel channel;
  private final PipelineHandler handler;
  private final Duration patience;
  private final AtomicReference<Optional<StatefulConnection<?, ?>>> driver =
      new AtomicReference<>(Optional.empty());

  private Pipeline(Channel channel, PipelineHandler handler, Duration patience) {
    this.channel = channel;
    this.handler = handler;
    this.patience = patience;
  }

  /**
   * Prepares a channel that the driver has just set up; the driver keeps it until {@link #take}.
   *
   * @param address what messages call the server
   * @param patience how long the server may be silent
   */
  public static Pipeline prepare(Channel channel, String address, Duration patience) {
    PipelineHandler handler = new PipelineHandler(address);
    String encoder = channel.pipeline().context(CommandEncoder.class).name();
    channel.pipeline().addBefore(encoder, PipelineHandler.class.getSimpleName(), handler);
    return new Pipeline(channel, handler, patience);
  }

  /**
   * Takes the channel over; the driver must not send anything from now on.
   *
   * @param connection the driver's view of the channel, to be closed with it
   */
  public Pipeline take(StatefulConnection<?, ?> connection) {
    driver.set(Optional.of(connection));
    handler.take();
    return this;
  }

  /** Returns how long the server may be silent while it owes a reply. */
  public Duration patience() {
    return patience;
  }

  /**
   * Sends commands without waiting. The buffer may be reused at once; {@code replies} belongs to
   * the connection until the exchange is done.
   *
   * @param whenDone runs on the connection's thread and must not block
   */
  public Exchange send(CommandBuffer commands, Replies replies, Runnable whenDone) {
    Exchange exchange = new Exchange(handler, replies, commands, whenDone);
    ByteBuf encoded = channel.alloc().buffer(commands.size());
    encoded.writeBytes(commands.bytes(), 0, commands.size());
    try {
      channel.eventLoop().execute(() -> handler.write(encoded, exchange));
    } catch (RejectedExecutionException e) {
      encoded.release();
      exchange.fail(handler.failed("the connection was closed", e));
    }
    return exchange;
  }

  /** Sends commands and waits for all replies. */
  public Replies call(CommandBuffer commands) {
    Replies replies = new Replies().reset(MAX_CONTROL_REPLY, MAX_CONTROL_REPLY);
    return send(commands, replies, () -> {}).await(patience);
  }

  /** Sends one command and waits for its reply, which is the first and only one. */
  public Replies call(String... words) {
    return call(new CommandBuffer().add(words));
  }

  /**
   * Disconnects, and waits a moment for the driver to forget the connection: it would warn of a
   * second attempt when it is shut down. May be called twice; not on the connection's own thread.
   */
  @Override
  public void close() {
    driver.getAndSet(Optional.empty()).ifPresent(Pipeline::disconnect);
  }

  private static void disconnect(StatefulConnection<?, ?> connection) {
    try {
      connection.closeAsync().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("A connection was not closed cleanly", e);
    }
  }
}
