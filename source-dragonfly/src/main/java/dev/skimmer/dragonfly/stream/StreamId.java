package dev.skimmer.dragonfly.stream;

import java.util.Comparator;

/**
 * The id of an entry of a stream: two unsigned numbers of 64 bits, written as {@code
 * milliseconds-sequence}.
 *
 * @param millis the first number, usually milliseconds since 1970 UTC
 * @param sequence tells entries of one millisecond apart
 */
public record StreamId(long millis, long sequence) implements Comparable<StreamId> {
  /** The id before every entry. */
  public static final StreamId ZERO = new StreamId(0, 0);

  private static final Comparator<StreamId> ORDER =
      Comparator.comparing(StreamId::millis, Long::compareUnsigned)
          .thenComparing(StreamId::sequence, Long::compareUnsigned);

  /**
   * Reads an id as a server writes it.
   *
   * @throws NumberFormatException when the text is none
   */
  public static StreamId parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      throw new NumberFormatException("Not the id of an entry: " + text);
    }
    return new StreamId(
        Long.parseUnsignedLong(text.substring(0, dash)),
        Long.parseUnsignedLong(text.substring(dash + 1)));
  }

  /** Returns whether a text is an id as a server writes it. */
  public static boolean isId(String text) {
    try {
      parse(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Override
  public int compareTo(StreamId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
  }
}
