package dev.skimmer.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Byte strings that a keyspace may hold: plain, Unicode, hostile and arbitrary ones. */
final class Bytes {
  private static final String[] PLAIN = {"alpha", "beta", "session", "user", "cart", "x", "42"};
  private static final String[] UNICODE = {
    "Zürich", "Kraków", "日本語", "😀👍🏽", "e\u0301", "\u00e9", "ﷺ", "\u202eabc", "İ", "ß"
  };
  private static final String[] HOSTILE = {
    "'; DROP TABLE dragonfly_data; --",
    "\\x41",
    "\\\\",
    "\\",
    "\"",
    "\n",
    "\r\n",
    "\u001b[31m",
    "</script>",
    " ",
    "a ",
    "a",
    "A",
    "{\"a\":1}",
    "null",
    "\u0000",
    "a\u0000b",
    "%s",
    "$1",
    "*?[a]"
  };
  private static final String[] BROKEN = {"ff", "c080", "eda080", "f09f98", "80", "c3", "5c78ff"};

  private Bytes() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] any(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> utf8(pick(UNICODE, random) + random.nextInt(1000));
      case 1 -> utf8(pick(HOSTILE, random));
      case 2 -> HexFormat.of().parseHex(pick(BROKEN, random));
      case 3 -> arbitrary(random, random.nextInt(24));
      default -> utf8(pick(PLAIN, random) + ":" + random.nextInt(100_000));
    };
  }

  static byte[] arbitrary(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static byte[] large(Random random, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) ('a' + random.nextInt(26)));
    bytes[random.nextInt(length)] = random.nextBoolean() ? (byte) 0xFF : (byte) '!';
    return bytes;
  }

  private static String pick(String[] texts, Random random) {
    return texts[random.nextInt(texts.length)];
  }
}
