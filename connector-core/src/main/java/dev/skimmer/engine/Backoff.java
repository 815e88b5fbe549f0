package dev.skimmer.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts: exponentially longer, with full jitter in the upper half, so
 * that many clients of one server do not return at once.
 *
 * @param first the longest wait before the second attempt; it doubles with each one after
 * @param longest no wait is longer
 */
record Backoff(Duration first, Duration longest) {
  static final Backoff DEFAULT = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

  /** Returns how long to wait after attempt number {@code attempt}, counted from 1. */
  Duration delayAfter(int attempt, RandomGenerator random) {
    long ceiling =
        Math.min(longest.toMillis(), first.toMillis() << Math.min(20, Math.max(0, attempt - 1)));
    return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
  }
}
