package dev.skimmer.dragonfly.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Chooses how many elements of one large key are asked for at once: fewer where a window holds the
 * server up for too long, more while windows are quick and small. Used by one thread.
 */
final class WindowSizer {
  /** Below that the commands themselves are most of what a window costs. */
  private static final int SMALLEST = 50;

  private static final int SMALL_BYTES = 1 << 18;

  private final int largest;
  private final long longestNanos;
  private int size;

  /**
   * Begins with windows of {@code first} elements.
   *
   * @param longestNanos how long the server should need for one
   */
  WindowSizer(int first, int largest, long longestNanos) {
    this.size = first;
    this.largest = largest;
    this.longestNanos = longestNanos;
  }

  /** Returns how many elements the next window should have at most. */
  int size() {
    return size;
  }

  /** Returns the same as an argument of a command. */
  byte[] argument() {
    return Integer.toString(size).getBytes(US_ASCII);
  }

  /** Learns what a window was, in bytes, and in nanoseconds of the server. */
  void learn(long bytes, long nanos) {
    if (nanos > longestNanos) {
      size = Math.min(size, Math.max(SMALLEST, size / 2));
    } else if (nanos < longestNanos / 2 && bytes < SMALL_BYTES) {
      size = Math.min(largest, size * 2);
    }
  }

  /** Asks for fewer, down to one, since a window was too large. */
  void shrink(int times) {
    size = Math.max(1, size / times);
  }
}
