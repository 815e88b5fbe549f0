package dev.skimmer.jdbc;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;

/**
 * Rows in the text form of PostgreSQL's {@code COPY}: a line a row, tabs between columns, {@code
 * \N} for null. Made one row at a time, as they are read.
 */
final class CopyRows extends InputStream {
  private static final HexFormat HEX = HexFormat.of();

  private final Iterator<PendingRow> rows;
  private final boolean hashed;

  /** Reports what is not Unicode, instead of writing question marks. */
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();

  private final StringBuilder line = new StringBuilder();
  private ByteBuffer current = ByteBuffer.allocate(0);

  /**
   * Reads rows.
   *
   * @param hashed whether the hash of the key is the last column
   */
  CopyRows(Iterator<PendingRow> rows, boolean hashed) {
    this.rows = rows;
    this.hashed = hashed;
  }

  @Override
  public int read() throws IOException {
    return fill() ? current.get() & 0xff : -1;
  }

  /** Fills the array: the driver sends a message for each. */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = 0;
    while (count < length && fill()) {
      int part = Math.min(length - count, current.remaining());
      current.get(bytes, offset + count, part);
      count += part;
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  private boolean fill() throws IOException {
    while (!current.hasRemaining() && rows.hasNext()) {
      line.setLength(0);
      append(rows.next());
      current = encoder.encode(CharBuffer.wrap(line));
    }
    return current.hasRemaining();
  }

  private void append(PendingRow pending) {
    Row row = pending.row();
    for (int i = 0; i < row.size(); i++) {
      append(row.value(i));
      line.append('\t');
    }
    if (hashed) {
      appendBytes(pending.key().toBytes());
    } else {
      line.setLength(line.length() - 1);
    }
    line.append('\n');
  }

  /** Numbers, NaN, the infinities and instants are read as Java writes them. */
  private void append(Object value) {
    if (value == null) {
      line.append("\\N");
    } else if (value instanceof String text) {
      appendEscaped(text);
    } else if (value instanceof Fingerprint fingerprint) {
      appendBytes(fingerprint.toBytes());
    } else if (value instanceof Instant instant) {
      line.append(Instants.bounded(instant));
    } else {
      line.append(value);
    }
  }

  private void appendBytes(byte[] bytes) {
    line.append("\\\\x").append(HEX.formatHex(bytes));
  }

  /** A line that is a backslash and a dot would end the rows; here it has two backslashes. */
  private void appendEscaped(String text) {
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char escape = escapeOf(text.charAt(i));
      if (escape != 0) {
        line.append(text, from, i).append('\\').append(escape);
        from = i + 1;
      }
    }
    line.append(text, from, text.length());
  }

  /** Returns what stands behind the backslash, or NUL for a character that stands for itself. */
  private static char escapeOf(char c) {
    return switch (c) {
      case '\\' -> '\\';
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      default -> 0;
    };
  }
}
