package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits between attempts: exponentially longer, with full jitter in the upper half, so that many
 * clients of one server do not return at once.
 *
 * @param attempts how often a thing is tried in all
 * @param first the longest wait before the second attempt; it doubles with each one after
 * @param longest no wait is longer
 */
record Backoff(int attempts, Duration first, Duration longest) {
  static final Backoff DEFAULT = new Backoff(3, Duration.ofMillis(500), Duration.ofSeconds(10));

  /** Returns how long to wait after attempt number {@code attempt}, counted from 1. */
  Duration delayAfter(int attempt, RandomGenerator random) {
    long ceiling =
        Math.min(longest.toMillis(), first.toMillis() << Math.min(20, Math.max(0, attempt - 1)));
    return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
  }

  void sleepAfter(int attempt) {
    try {
      Thread.sleep(delayAfter(attempt, RandomGenerator.getDefault()).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(
          ErrorCode.BUG, "The thread was interrupted while it waited for another attempt", e);
    }
  }
}
