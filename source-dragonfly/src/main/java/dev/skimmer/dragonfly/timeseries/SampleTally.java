package dev.skimmer.dragonfly.timeseries;

/**
 * Counts and sums samples while they are read: before and behind the boundary of the last copy, up
 * to its last sample, and before and behind the boundary of the next one.
 */
final class SampleTally {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long heldBoundary;
  private final long heldLast;
  private final long nextBoundary;

  /** A number of samples and a sum over them. */
  static final class Part {
    private long count;
    private long sum;

    long count() {
      return count;
    }

    long sum() {
      return sum;
    }

    private void add(long hash) {
      count++;
      sum += hash;
    }
  }

  private final Part heldOlder = new Part();
  private final Part heldWindow = new Part();
  private final Part fresh = new Part();
  private final Part nextOlder = new Part();
  private final Part nextWindow = new Part();
  private long previous = -1;
  private long last = -1;

  SampleTally(long heldBoundary, long heldLast, long nextBoundary) {
    this.heldBoundary = heldBoundary;
    this.heldLast = heldLast;
    this.nextBoundary = nextBoundary;
  }

  /**
   * Returns a number that stands for a sample in sums: SplitMix64's finalizer over both parts, each
   * moved away from zero, which the finalizer leaves as it is.
   */
  static long hash(long timestamp, double value) {
    return mix(mix(Double.doubleToLongBits(value) + GOLDEN) + (timestamp + 1) * GOLDEN);
  }

  void add(Samples samples) {
    for (int i = 0; i < samples.size(); i++) {
      add(samples.timestamp(i), hash(samples.timestamp(i), samples.value(i)));
    }
  }

  /** Returns the samples before the boundary of the last copy. */
  Part heldOlder() {
    return heldOlder;
  }

  /** Returns the samples from the boundary of the last copy to its last sample. */
  Part heldWindow() {
    return heldWindow;
  }

  /** Returns the samples behind the last one of the last copy. */
  Part fresh() {
    return fresh;
  }

  /** Returns the samples before the next boundary. */
  Part nextOlder() {
    return nextOlder;
  }

  /** Returns the samples behind the next boundary. */
  Part nextWindow() {
    return nextWindow;
  }

  /** Returns the distance of the last two samples, or 0 where fewer were read. */
  long step() {
    return previous < 0 ? 0 : last - previous;
  }

  private void add(long timestamp, long hash) {
    Part held = timestamp < heldBoundary ? heldOlder : timestamp <= heldLast ? heldWindow : fresh;
    held.add(hash);
    (timestamp < nextBoundary ? nextOlder : nextWindow).add(hash);
    previous = last;
    last = timestamp;
  }

  private static long mix(long z) {
    long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
