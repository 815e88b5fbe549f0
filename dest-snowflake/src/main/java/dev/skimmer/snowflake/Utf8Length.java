package dev.skimmer.snowflake;

/** How many bytes a text has in UTF-8, without writing them. */
final class Utf8Length {
  private Utf8Length() {}

  static long of(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        // Half of a pair, whose four bytes are two for each.
        bytes += 2;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }
}
