package dev.skimmer.dragonfly.pipeline;

import static dev.skimmer.spi.ErrorCode.SOURCE_PROTOCOL;

import dev.skimmer.spi.ConnectorException;
import java.util.Arrays;

/**
 * Decodes RESP2 from chunks of bytes that may be cut anywhere. Trusts nothing: lines, lengths and
 * nesting are bounded. One per connection, used by its thread.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">the protocol</a>
 */
final class ReplyDecoder {
  private static final int MAX_LINE = 1 << 16;
  private static final int MAX_DEPTH = 8;
  private static final int NOT_IN_BYTES = -1;

  /** More than any reply to our commands has: a thousand elements of the largest size a window. */
  private static final long MAX_REPLY = 1L << 39;

  private final long maxReply;

  private final int[] missing = new int[MAX_DEPTH];
  private int depth;
  private byte[] line = new byte[128];
  private int lineLength;
  private int bytesLeft = NOT_IN_BYTES;
  private boolean ended;

  ReplyDecoder() {
    this(MAX_REPLY);
  }

  /** Creates a decoder that refuses replies of more bytes. */
  ReplyDecoder(long maxReply) {
    this.maxReply = maxReply;
  }

  /**
   * Decodes until the end of one reply or of the chunk.
   *
   * @return the position behind what was decoded; {@link #ended} tells whether a reply ended there
   * @throws ConnectorException with {@code SOURCE_PROTOCOL} when the bytes are no reply
   */
  int decode(byte[] chunk, int from, int to, Replies into) {
    ended = false;
    int position = from;
    while (position < to && !ended) {
      position =
          bytesLeft == NOT_IN_BYTES
              ? decodeLine(chunk, position, to, into)
              : decodeBytes(chunk, position, to, into);
    }
    return position;
  }

  boolean ended() {
    return ended;
  }

  private int decodeLine(byte[] chunk, int from, int to, Replies into) {
    int end = from;
    while (end < to && chunk[end] != '\n') {
      end++;
    }
    if (end == to) {
      keep(chunk, from, to);
      return to;
    }
    if (lineLength == 0) {
      header(chunk, from, end, into);
    } else {
      keep(chunk, from, end);
      int length = lineLength;
      lineLength = 0;
      header(line, 0, length, into);
    }
    return end + 1;
  }

  private void keep(byte[] chunk, int from, int to) {
    int length = to - from;
    if (lineLength + length > MAX_LINE) {
      throw broken("a line is longer than " + MAX_LINE + " bytes");
    }
    if (lineLength + length > line.length) {
      line = Arrays.copyOf(line, Math.max(lineLength + length, line.length * 2));
    }
    System.arraycopy(chunk, from, line, lineLength, length);
    lineLength += length;
  }

  /** Decodes the line from {@code from} to {@code end}, where its line feed was. */
  private void header(byte[] source, int from, int end, Replies into) {
    int to = end - 1;
    if (to <= from || source[to] != '\r') {
      throw broken("a line does not end with CR LF");
    }
    switch (source[from]) {
      case '+' -> into.addLine(Token.STATUS, source, from + 1, to);
      case '-' -> into.addLine(Token.ERROR, source, from + 1, to);
      case ':' -> into.addNumber(number(source, from + 1, to));
      case '$' -> startBytes(number(source, from + 1, to), into);
      case '*' -> startArray(number(source, from + 1, to), into);
      default -> throw broken("a reply begins with byte " + (source[from] & 0xFF));
    }
    if (into.sizeSoFar() > maxReply) {
      throw broken("a reply has more than " + maxReply + " bytes");
    }
    if (bytesLeft == NOT_IN_BYTES && source[from] != '*') {
      endElement(into);
    }
  }

  private void startBytes(long length, Replies into) {
    if (length == -1) {
      into.addNil();
      return;
    }
    if (length < 0 || length > Integer.MAX_VALUE - 2) {
      throw broken("a bulk string announces " + length + " bytes");
    }
    into.startBytes(Token.BULK, (int) length);
    bytesLeft = (int) length + 2;
  }

  private void startArray(long count, Replies into) {
    if (count < -1 || count > Integer.MAX_VALUE || depth == MAX_DEPTH) {
      throw broken("an array announces " + count + " elements at depth " + depth);
    }
    if (count == -1) {
      into.addNil();
    } else {
      into.addArray((int) count);
    }
    if (count > 0) {
      missing[depth++] = (int) count;
    } else {
      endElement(into);
    }
  }

  private int decodeBytes(byte[] chunk, int from, int to, Replies into) {
    int position = from;
    if (bytesLeft > 2) {
      int length = Math.min(bytesLeft - 2, to - position);
      into.addBytes(chunk, position, length);
      bytesLeft -= length;
      position += length;
    }
    while (bytesLeft <= 2 && bytesLeft > 0 && position < to) {
      if (chunk[position++] != (bytesLeft == 2 ? '\r' : '\n')) {
        throw broken("a bulk string does not end with CR LF");
      }
      bytesLeft--;
    }
    if (bytesLeft == 0) {
      bytesLeft = NOT_IN_BYTES;
      endElement(into);
    }
    return position;
  }

  private void endElement(Replies into) {
    while (depth > 0) {
      if (--missing[depth - 1] > 0) {
        return;
      }
      depth--;
    }
    into.endReply();
    ended = true;
  }

  private static long number(byte[] source, int from, int to) {
    int position = from;
    boolean negative = position < to && source[position] == '-';
    if (negative) {
      position++;
    }
    if (position == to || to - position > 19) {
      throw broken("a number has " + (to - position) + " digits");
    }
    long number = 0;
    for (; position < to; position++) {
      int digit = source[position] - '0';
      if (digit < 0 || digit > 9) {
        throw broken("a number holds byte " + (source[position] & 0xFF));
      }
      number = number * 10 - digit;
    }
    return negative ? number : -number;
  }

  private static ConnectorException broken(String what) {
    return new ConnectorException(
        SOURCE_PROTOCOL,
        "The server's reply is not RESP2: "
            + what
            + ". Check that host and port are those of a Redis-compatible server.");
  }
}
