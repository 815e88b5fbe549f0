package dev.skimmer.dragonfly.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skimmer.text.Utf8;
import java.util.Arrays;
import java.util.Base64;

/**
 * A value as the table holds it.
 *
 * @param text the value column; null where the value cannot be read
 * @param encoding the encoding column
 */
record ValueText(String text, String encoding) {
  /** Stands for a value that cannot be read. */
  static final ValueText NONE = new ValueText(null, null);

  static final String UTF8 = "utf8";
  static final String BASE64 = "base64";

  /** Writes the one element of a value as it is, if that is UTF-8 without NUL, else in base64. */
  static ValueText ofBytes(Elements value) {
    int from = value.offset(0, 0);
    int to = from + value.length(0, 0);
    if (Utf8.isText(value.bytes(), from, to)) {
      return new ValueText(new String(value.bytes(), from, to - from, UTF_8), UTF8);
    }
    byte[] bytes = Arrays.copyOfRange(value.bytes(), from, to);
    return new ValueText(Base64.getEncoder().encodeToString(bytes), BASE64);
  }
}
