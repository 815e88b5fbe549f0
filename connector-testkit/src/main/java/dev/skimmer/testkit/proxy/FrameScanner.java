package dev.skimmer.testkit.proxy;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds where commands and replies end, in bytes that may be cut anywhere. Knows RESP2 and RESP3,
 * and commands in one line. Used by one thread.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">the protocol</a>
 */
final class FrameScanner {
  /** Longer than any length. Of a longer line the rest is text that nobody looks at. */
  private static final int HEADER = 32;

  private static final int LINE_END = 2;

  private final StringBuilder header = new StringBuilder();
  private final Deque<Long> missing = new ArrayDeque<>();
  private long bytesLeft;
  private boolean ended;

  /**
   * Scans to the end of a frame, or of what there is.
   *
   * @return the index behind what was scanned; {@link #ended} tells whether a frame ended there
   */
  int scan(ByteBuf buffer, int from) {
    ended = false;
    int index = from;
    while (index < buffer.writerIndex() && !ended) {
      if (bytesLeft > 0) {
        int length = (int) Math.min(bytesLeft, buffer.writerIndex() - index);
        index += length;
        bytesLeft -= length;
        endElementIf(bytesLeft == 0);
      } else {
        line(buffer.getByte(index++));
      }
    }
    return index;
  }

  boolean ended() {
    return ended;
  }

  private void line(byte next) {
    if (next != '\n') {
      if (header.length() < HEADER) {
        header.append((char) (next & 0xFF));
      }
      return;
    }
    String text = header.toString().strip();
    header.setLength(0);
    switch (text.isEmpty() ? ' ' : text.charAt(0)) {
      case '$', '=', '!' -> bytes(number(text));
      case '*', '~', '>' -> elements(number(text));
      case '%' -> elements(2 * number(text));
      case '|' -> elements(2 * number(text) + 1);
      default -> endElementIf(true);
    }
  }

  private void bytes(long length) {
    if (length >= 0) {
      bytesLeft = length + LINE_END;
    }
    endElementIf(length < 0);
  }

  private void elements(long count) {
    if (count > 0) {
      missing.push(count);
    }
    endElementIf(count <= 0);
  }

  private void endElementIf(boolean complete) {
    if (!complete) {
      return;
    }
    while (!missing.isEmpty()) {
      long left = missing.pop() - 1;
      if (left > 0) {
        missing.push(left);
        return;
      }
    }
    ended = true;
  }

  private static long number(String header) {
    return Long.parseLong(header.substring(1));
  }
}
