package dev.skimmer.dragonfly.pipeline;

import static dev.skimmer.spi.ErrorCode.SOURCE_UNREACHABLE;

import dev.skimmer.spi.ConnectorException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes a connection over once the driver has established it: from then on whole pipelines are
 * written in one buffer and replies are decoded here.
 *
 * <p>The driver's own way costs a buffer, a promise and a queue entry for each command, more than
 * the server needs to answer it, and it gathers each bulk string in memory before anybody can
 * refuse it.
 */
final class PipelineHandler extends ChannelInboundHandlerAdapter {
  private static final int CHUNK = 1 << 16;

  private final String address;
  private final Queue<Exchange> waiting = new ArrayDeque<>();
  private final ReplyDecoder decoder = new ReplyDecoder();
  private final byte[] chunk = new byte[CHUNK];
  private ChannelHandlerContext context;
  private ConnectorException failure;
  private volatile boolean taken;
  private volatile long lastReadAt = System.nanoTime();
  private final AtomicLong received = new AtomicLong();

  /** What the way there and back takes, of which no pipeline is to be blamed. */
  private long quickestNanos = Long.MAX_VALUE;

  private long lastDoneAt = System.nanoTime();

  PipelineHandler(String address) {
    this.address = address;
  }

  String address() {
    return address;
  }

  long lastReadAt() {
    return lastReadAt;
  }

  /** Returns how many bytes have come since the connection was taken over. */
  long received() {
    return received.get();
  }

  void take() {
    taken = true;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  /** Writes the commands; called by the connection's thread. */
  void write(ByteBuf commands, Exchange exchange) {
    if (failure != null) {
      commands.release();
      exchange.fail(failure);
      return;
    }
    waiting.add(exchange);
    ChannelFuture unused = context.writeAndFlush(commands, context.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) throws Exception {
    if (!taken) {
      super.channelRead(reading, message);
      return;
    }
    lastReadAt = System.nanoTime();
    ByteBuf input = (ByteBuf) message;
    received.addAndGet(input.readableBytes());
    try {
      while (input.isReadable() && failure == null) {
        int length = Math.min(CHUNK, input.readableBytes());
        input.readBytes(chunk, 0, length);
        decode(length);
      }
    } catch (ConnectorException e) {
      failAll(e);
      close();
    } finally {
      input.release();
    }
  }

  private void decode(int length) {
    for (int position = 0; position < length; ) {
      Exchange exchange = waiting.peek();
      if (exchange == null) {
        throw failed("it sent bytes that nobody had asked for", null);
      }
      position = decoder.decode(chunk, position, length, exchange.target());
      if (decoder.ended()) {
        ended(exchange);
      }
    }
  }

  private void ended(Exchange exchange) {
    exchange.replyEnded();
    if (exchange.isComplete()) {
      waiting.remove();
      exchange.target().setServedNanos(servedNanos(exchange));
      exchange.finish();
    }
  }

  /** A pipeline is served from when it was sent, but not before the one ahead of it was done. */
  private long servedNanos(Exchange exchange) {
    long now = System.nanoTime();
    long sinceSent = now - exchange.sentAt();
    quickestNanos = Math.min(quickestNanos, sinceSent);
    long served = Math.min(now - lastDoneAt, sinceSent - quickestNanos);
    lastDoneAt = now;
    return served;
  }

  @Override
  public void channelInactive(ChannelHandlerContext closed) throws Exception {
    failAll(failed("the connection was closed", null));
    super.channelInactive(closed);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failing, Throwable cause) throws Exception {
    if (!taken) {
      super.exceptionCaught(failing, cause);
      return;
    }
    failAll(failed(String.valueOf(cause.getMessage()), cause));
    close();
  }

  private void close() {
    ChannelFuture unused = context.close();
  }

  ConnectorException failed(String reason, Throwable cause) {
    return new ConnectorException(
        SOURCE_UNREACHABLE,
        "Lost the connection to %s: %s. Check that the server is up and reachable."
            .formatted(address, reason),
        cause);
  }

  private void failAll(ConnectorException reason) {
    if (failure == null) {
      failure = reason;
    }
    for (Exchange exchange = waiting.poll(); exchange != null; exchange = waiting.poll()) {
      exchange.fail(failure);
    }
  }
}
