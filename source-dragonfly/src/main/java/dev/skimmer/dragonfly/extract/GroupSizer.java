package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pace.Pace;

/**
 * Chooses how many keys are read in one pipeline, so that their values probably fit: few at first,
 * more while they turn out to be small.
 */
public final class GroupSizer {
  private static final int FIRST = 16;
  private static final int LARGEST = 1000;
  private static final long TARGET_BYTES = 4L << 20;
  private static final double WEIGHT_OF_NEW = 0.3;

  private final long targetBytes;
  private final Pace pace;
  private int allowed = FIRST;
  private double meanBytes = 1;

  /**
   * Begins small; {@code readers} share what one reader alone would have in memory, and the pace.
   */
  GroupSizer(int readers, Pace pace) {
    this.pace = pace;
    this.targetBytes = TARGET_BYTES / readers;
  }

  /** Returns how many keys the next pipeline may ask for, at least one. */
  public int next() {
    int most = Math.min(allowed, pace.portion());
    return (int) Math.max(1, Math.min(most, targetBytes / meanBytes));
  }

  /** Returns how many bytes that many values probably have. */
  long expectedBytes(int keys) {
    return (long) (keys * meanBytes);
  }

  /** Learns what a pipeline brought, what was dropped included. */
  void learn(int keys, long bytes) {
    if (keys == 0) {
      return;
    }
    double mean = Math.max(1, (double) bytes / keys);
    meanBytes = Math.max(mean, meanBytes + WEIGHT_OF_NEW * (mean - meanBytes));
    if (keys >= allowed) {
      allowed = Math.min(LARGEST, allowed * 2);
    }
  }
}
