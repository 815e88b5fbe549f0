package dev.skimmer.text;

/**
 * Tells valid UTF-8 from other bytes, by table 3-7 of the Unicode standard: no overlong forms, no
 * surrogates, nothing above U+10FFFF. Stateless and safe for concurrent use.
 */
public final class Utf8 {
  private Utf8() {}

  /** Returns whether the bytes from {@code from} to {@code end} are valid UTF-8 without NUL. */
  public static boolean isText(byte[] buffer, int from, int end) {
    int i = from;
    while (i < end && buffer[i] > 0) {
      i++;
    }
    while (i < end) {
      int length = buffer[i] == 0 ? 0 : sequenceLength(buffer, i, end);
      if (length == 0) {
        return false;
      }
      i += length;
    }
    return true;
  }

  /** Returns how many bytes a text has in UTF-8, without writing them. */
  public static long length(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Half of a pair counts two: the pair has four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  /** Returns the length of the valid sequence that starts at {@code i}, or 0 where none does. */
  static int sequenceLength(byte[] buffer, int i, int end) {
    int lead = buffer[i] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (end - i < length || !isSecond(lead, buffer[i + 1] & 0xFF)) {
      return 0;
    }
    for (int j = i + 2; j < i + length; j++) {
      if ((buffer[j] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  private static boolean isSecond(int lead, int second) {
    return switch (lead) {
      case 0xE0 -> second >= 0xA0 && second <= 0xBF;
      case 0xED -> second >= 0x80 && second <= 0x9F;
      case 0xF0 -> second >= 0x90 && second <= 0xBF;
      case 0xF4 -> second >= 0x80 && second <= 0x8F;
      default -> second >= 0x80 && second <= 0xBF;
    };
  }
}
