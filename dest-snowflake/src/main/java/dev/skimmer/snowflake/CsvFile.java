package dev.skimmer.snowflake;

import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A gzip file of rows as {@link #FORMAT}. Text always stands in quotes, so that an empty text
 * differs from nothing at all, which is null.
 */
final class CsvFile implements AutoCloseable {
  /** The form in Snowflake's words. */
  static final String FORMAT =
      "TYPE = CSV COMPRESSION = GZIP ENCODING = 'UTF8' FIELD_DELIMITER = ',' RECORD_DELIMITER = '\\n'"
          + " FIELD_OPTIONALLY_ENCLOSED_BY = '\"' ESCAPE = NONE ESCAPE_UNENCLOSED_FIELD = NONE"
          + " NULL_IF = () EMPTY_FIELD_AS_NULL = TRUE TRIM_SPACE = FALSE BINARY_FORMAT = HEX"
          + " REPLACE_INVALID_CHARACTERS = FALSE ERROR_ON_COLUMN_COUNT_MISMATCH = TRUE"
          + " TIMESTAMP_FORMAT = '"
          + TimestampText.FORMAT
          + "'";

  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final CountingStream bytes;
  private final Writer out;
  private boolean rowBegun;

  private CsvFile(Path path, CountingStream bytes, Writer out) {
    this.path = path;
    this.bytes = bytes;
    this.out = out;
  }

  /** Creates the file, which only its owner may read where files have permissions. */
  static CsvFile create(Path path) throws IOException {
    CountingStream bytes = new CountingStream(OwnFiles.create(path));
    CharsetEncoder encoder =
        StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT);
    Writer out = new BufferedWriter(new OutputStreamWriter(new FastGzip(bytes), encoder), BUFFER);
    return new CsvFile(path, bytes, out);
  }

  Path path() {
    return path;
  }

  /** Returns about how long the file is by now: what is not compressed yet does not count. */
  long length() {
    return bytes.count;
  }

  /** Writes a word or number that needs no quotes. */
  void plain(String word) throws IOException {
    next();
    out.write(word);
  }

  /** Writes a value of the class that the type names, or null. */
  void value(ColumnType type, Object value) throws IOException {
    next();
    if (value == null) {
      return;
    }
    switch (type) {
      case TEXT -> quoted((String) value);
      case INTEGER -> out.write(Long.toString((Long) value));
      case DOUBLE -> out.write(number((Double) value));
      case TIMESTAMP -> out.write(TimestampText.of((Instant) value));
      case FINGERPRINT -> out.write(((Fingerprint) value).toHex());
    }
  }

  void endRow() throws IOException {
    out.write('\n');
    rowBegun = false;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** Closes and deletes the file; never throws. */
  void discard() {
    try {
      bytes.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }

  private void next() throws IOException {
    if (rowBegun) {
      out.write(',');
    }
    rowBegun = true;
  }

  private void quoted(String text) throws IOException {
    out.write('"');
    int from = 0;
    for (int quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', from)) {
      out.write(text, from, quote + 1 - from);
      out.write('"');
      from = quote + 1;
    }
    out.write(text, from, text.length() - from);
    out.write('"');
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return Double.toString(value);
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static final class CountingStream extends FilterOutputStream {
    private long count;

    CountingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
      count += length;
    }
  }
}
