package dev.skimmer.testkit.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;

/**
 * Passes what a server sends to the client, byte for byte as it comes, but for replies to which a
 * fault happens: those are gathered first. Used by one thread.
 */
final class ReplyHandler extends ChannelInboundHandlerAdapter {
  private final Link link;
  private final FrameScanner scanner = new FrameScanner();
  private final ByteBuf buffer = Unpooled.buffer();
  private int scanned;
  private boolean inReply;
  private int length;
  private Optional<Call> call = Optional.empty();
  private Optional<Fault> fault = Optional.empty();

  ReplyHandler(Link link) {
    this.link = link;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    buffer.writeBytes(bytes);
    bytes.release();
    pump();
  }

  /** Passes on what there is, up to a reply that is held. */
  void pump() {
    while (!link.isStopped() && scanned < buffer.writerIndex()) {
      if (!inReply) {
        begin();
      }
      scanned = scanner.scan(buffer, scanned);
      if (scanner.ended()) {
        end();
      } else if (fault.isEmpty()) {
        pass();
      }
    }
    if (!buffer.isReadable()) {
      buffer.clear();
      scanned = 0;
    }
  }

  private void begin() {
    inReply = true;
    length = 0;
    // What a server pushes answers nothing.
    boolean pushed = buffer.getByte(scanned) == '>';
    call = pushed ? Optional.empty() : link.nextCall();
    fault = call.flatMap(link::judge);
  }

  private void end() {
    inReply = false;
    length += scanned - buffer.readerIndex();
    call.ifPresent(answered -> link.record(new RecordedReply(answered, length)));
    if (fault.isPresent()) {
      link.apply(fault.get(), call.orElseThrow(), take());
    } else {
      link.toClient(take());
    }
  }

  private void pass() {
    byte[] part = take();
    length += part.length;
    link.toClient(part);
  }

  private byte[] take() {
    byte[] bytes = new byte[scanned - buffer.readerIndex()];
    buffer.readBytes(bytes);
    return bytes;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    link.serverIsWritable(context.channel().isWritable());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    link.closeClient();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    link.reset();
  }
}
