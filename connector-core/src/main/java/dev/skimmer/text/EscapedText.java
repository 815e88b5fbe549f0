package dev.skimmer.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Writes arbitrary bytes as text that every database and JSON can hold, reversibly.
 *
 * <p>The rule: valid UTF-8 without NUL stands as it is, unless it holds {@code \x} or {@code \\}.
 * Anything else is escaped: each backslash is doubled, each NUL and each byte that is not part of
 * valid UTF-8 becomes {@code \xHH} with upper-case digits. An escaped text always holds one of the
 * two marks and a text that stands as it is never does, so two different byte strings never give
 * one text. Stateless and safe for concurrent use.
 */
public final class EscapedText {
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private EscapedText() {}

  /** Returns the text of all of {@code bytes}. */
  public static String encode(byte[] bytes) {
    return encode(bytes, 0, bytes.length);
  }

  /** Returns the text of {@code length} bytes of {@code buffer} from {@code offset}. */
  public static String encode(byte[] buffer, int offset, int length) {
    int end = offset + length;
    if (Utf8.isText(buffer, offset, end) && !holdsMark(buffer, offset, end)) {
      return new String(buffer, offset, length, StandardCharsets.UTF_8);
    }
    return escape(buffer, offset, end);
  }

  /**
   * Returns the bytes that {@link #encode} wrote as {@code text}.
   *
   * @throws IllegalArgumentException when {@code encode} never writes such a text
   */
  public static byte[] decode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!holdsMark(bytes, 0, bytes.length)) {
      return requireWritten(text.indexOf('\0') < 0, bytes);
    }
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; ) {
      i = decodeOne(bytes, i, decoded);
    }
    byte[] original = decoded.toByteArray();
    return requireWritten(encode(original).equals(text), original);
  }

  private static byte[] requireWritten(boolean isWritten, byte[] bytes) {
    if (!isWritten) {
      throw new IllegalArgumentException(
          "Not an escaped text: its bytes are written as " + encode(bytes));
    }
    return bytes;
  }

  private static int decodeOne(byte[] bytes, int i, ByteArrayOutputStream decoded) {
    if (bytes[i] != '\\') {
      decoded.write(bytes[i]);
      return i + 1;
    }
    if (i + 1 < bytes.length && bytes[i + 1] == '\\') {
      decoded.write('\\');
      return i + 2;
    }
    if (i + 3 < bytes.length && bytes[i + 1] == 'x') {
      decoded.write(
          HexFormat.fromHexDigit(bytes[i + 2]) << 4 | HexFormat.fromHexDigit(bytes[i + 3]));
      return i + 4;
    }
    throw new IllegalArgumentException(
        "Not an escaped text: a backslash at byte " + i + " is neither \\\\ nor \\xHH");
  }

  private static boolean holdsMark(byte[] buffer, int from, int end) {
    for (int i = from; i + 1 < end; i++) {
      if (buffer[i] == '\\' && (buffer[i + 1] == '\\' || buffer[i + 1] == 'x')) {
        return true;
      }
    }
    return false;
  }

  private static String escape(byte[] buffer, int from, int end) {
    ByteArrayOutputStream escaped = new ByteArrayOutputStream((end - from) * 2);
    for (int i = from; i < end; ) {
      int length = Utf8.sequenceLength(buffer, i, end);
      if (length == 0 || buffer[i] == 0) {
        escaped.writeBytes(
            ("\\x" + UPPER.toHexDigits(buffer[i])).getBytes(StandardCharsets.US_ASCII));
        i++;
      } else if (buffer[i] == '\\') {
        escaped.write('\\');
        escaped.write('\\');
        i++;
      } else {
        escaped.write(buffer, i, length);
        i += length;
      }
    }
    return escaped.toString(StandardCharsets.UTF_8);
  }
}
