package dev.skimmer.keyspace;

import java.util.Comparator;

/** An id of a stream's entry; both parts are unsigned. */
record StreamId(long millis, long sequence) implements Comparable<StreamId> {
  private static final Comparator<StreamId> ORDER =
      Comparator.comparing(StreamId::millis, Long::compareUnsigned)
          .thenComparing(StreamId::sequence, Long::compareUnsigned);

  /** Reads {@code millis-sequence}. */
  static StreamId of(String text) {
    int dash = text.indexOf('-');
    return new StreamId(
        Long.parseUnsignedLong(text.substring(0, dash)),
        Long.parseUnsignedLong(text.substring(dash + 1)));
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
