package dev.skimmer.dragonfly.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** What a server sends for the values of a thousand keys of one type. */
public final class Recorded {
  /** How many values there are. */
  public static final int KEYS = 1000;

  private static final int CHUNK = 1 << 16;
  private static final long NO_LIMIT = 1L << 40;

  private final byte[] bytes;

  private Recorded(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Makes up the replies for a type: string, hash, list, set or zset. */
  public static Recorded of(String type) {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder();
    for (int key = 0; key < KEYS; key++) {
      switch (type) {
        case "string" -> bulk(text, word(random, 100));
        case "hash" -> page(text, random, 5, "name", "mail", "city", "zip", "score");
        case "list" -> array(text, random, 8, false);
        case "set" -> page(text, random, 8);
        case "zset" -> array(text, random, 8, true);
        default -> throw new IllegalArgumentException(type);
      }
    }
    return new Recorded(text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Decodes everything in chunks as a connection would. */
  public Replies decode(Replies into) {
    into.reset(NO_LIMIT, NO_LIMIT);
    ReplyDecoder decoder = new ReplyDecoder();
    for (int from = 0; from < bytes.length; from += CHUNK) {
      int to = Math.min(bytes.length, from + CHUNK);
      for (int position = from; position < to; ) {
        position = decoder.decode(bytes, position, to, into);
      }
    }
    return into;
  }

  /** HSCAN and SSCAN answer a page: the next cursor, and the elements. */
  private static void page(
      StringBuilder text, SplittableRandom random, int groups, String... fields) {
    text.append("*2\r\n");
    bulk(text, "0");
    text.append('*').append(fields.length == 0 ? groups : 2 * groups).append("\r\n");
    for (int i = 0; i < groups; i++) {
      if (fields.length > 0) {
        bulk(text, fields[i]);
      }
      bulk(text, word(random, 12));
    }
  }

  private static void array(
      StringBuilder text, SplittableRandom random, int elements, boolean scores) {
    text.append('*').append(scores ? 2 * elements : elements).append("\r\n");
    for (int i = 0; i < elements; i++) {
      bulk(text, word(random, 8));
      if (scores) {
        bulk(text, Integer.toString(i));
      }
    }
  }

  private static void bulk(StringBuilder text, String value) {
    text.append('$').append(value.length()).append("\r\n").append(value).append("\r\n");
  }

  private static String word(SplittableRandom random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }
}
