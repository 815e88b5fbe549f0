package dev.skimmer.keyspace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Compact JSON from plain Java values. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Returns what the server's digits are in JSON: themselves, or a text where JSON has no such
   * number.
   */
  static Object number(String digits) {
    boolean isNumber = !digits.isEmpty() && Character.isDigit(digits.charAt(digits.length() - 1));
    return isNumber ? new RawValue(digits) : digits;
  }

  /** Returns the text of a part of an answer: a status, a number or bytes that are plain ASCII. */
  static String word(Object part) {
    return part instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.US_ASCII)
        : String.valueOf(part);
  }
}
