package dev.skimmer.testkit.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Passes what a client sends to the server, and notes each command. Used by one thread. */
final class CommandHandler extends ChannelInboundHandlerAdapter {
  private final Link link;
  private final FrameScanner scanner = new FrameScanner();
  private final ByteBuf command = Unpooled.buffer();

  CommandHandler(Link link) {
    this.link = link;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    for (int from = bytes.readerIndex(); from < bytes.writerIndex(); ) {
      int to = scanner.scan(bytes, from);
      command.writeBytes(bytes, from, to - from);
      from = to;
      if (scanner.ended()) {
        link.called(words());
        command.clear();
      }
    }
    link.toServer(bytes);
  }

  /** Splits the command, an array of bulk strings or a line. */
  private List<byte[]> words() {
    List<byte[]> words = new ArrayList<>();
    if (command.getByte(0) != '*') {
      for (String word : command.toString(US_ASCII).strip().split("\\s+", -1)) {
        words.add(word.getBytes(US_ASCII));
      }
      return words;
    }
    int count = number();
    for (int i = 0; i < count; i++) {
      byte[] word = new byte[number()];
      command.readBytes(word);
      command.skipBytes(2);
      words.add(word);
    }
    return words;
  }

  /** Reads a line of a sign and a number. */
  private int number() {
    int end = command.bytesBefore((byte) '\r');
    byte[] line = new byte[end];
    command.readBytes(line);
    command.skipBytes(2);
    return Integer.parseInt(new String(Arrays.copyOfRange(line, 1, end), US_ASCII));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    link.clientIsWritable(context.channel().isWritable());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    link.closeServer();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    link.reset();
  }
}
