package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pace.Pace;

/**
 * Chooses how many keys are read in one pipeline, so that their values probably fit, and that the
 * server is not held up for long: few at first, more while they turn out to be small and quick.
 */
public final class GroupSizer {
  private static final int FIRST = 16;
  private static final int LARGEST = 1000;
  private static final long TARGET_BYTES = 4L << 20;
  private static final double WEIGHT_OF_NEW = 0.3;
  private static final double LEAST_NANOS = 1;
  private static final double LEAST_BYTES = 1;

  /** A single slow pipeline may be our own fault, so that what is slower counts less. */
  private static final double WEIGHT_OF_SLOWER = 0.1;

  private final long targetBytes;
  private final Pace pace;
  private int allowed = FIRST;
  private double meanBytes = LEAST_BYTES;
  private double meanNanos = LEAST_NANOS;

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
    double inTime = Math.max(FIRST, pace.pipelineNanos() / meanNanos);
    return (int) Math.max(1, Math.min(most, Math.min(targetBytes / meanBytes, inTime)));
  }

  /** Returns how many values may be asked for after less was asked for first. */
  int nextValues() {
    return meanBytes == LEAST_BYTES ? Math.min(FIRST, next()) : next();
  }

  /** Returns how many bytes that many values probably have. */
  long expectedBytes(int keys) {
    return (long) (keys * meanBytes);
  }

  /**
   * Learns what a pipeline brought, what was dropped included.
   *
   * @param nanos that the server needed for it
   */
  void learn(int keys, long bytes, long nanos) {
    if (keys == 0) {
      return;
    }
    double mean = Math.max(LEAST_BYTES, (double) bytes / keys);
    meanBytes = Math.max(mean, meanBytes + WEIGHT_OF_NEW * (mean - meanBytes));
    double each = Math.max(LEAST_NANOS, (double) nanos / keys);
    meanNanos += weightOf(each) * (each - meanNanos);
    grow(keys);
  }

  /** Learns that a pipeline of so many keys went well, though their values were not in it. */
  void grow(int keys) {
    if (keys >= allowed) {
      allowed = Math.min(LARGEST, allowed * 2);
    }
  }

  private double weightOf(double nanos) {
    if (meanNanos == LEAST_NANOS) {
      return 1;
    }
    return nanos > meanNanos ? WEIGHT_OF_SLOWER : WEIGHT_OF_NEW;
  }
}
