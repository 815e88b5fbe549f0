package dev.skimmer.engine;

import dev.skimmer.spi.ErrorCategory;
import java.time.Duration;

/**
 * How far failures of one category are met by trying again.
 *
 * @param attempts how often in a row a thing is tried in all
 * @param budget how long all attempts of a run that failed, and the waits after them, may take
 */
record RetryLimit(int attempts, Duration budget) {
  private static final int ATTEMPTS = 3;

  /** What is permanent is tried once. */
  private static final RetryLimit NEVER = new RetryLimit(1, Duration.ZERO);

  /**
   * Returns the limit of a category.
   *
   * @param budget for each category that may pass
   */
  static RetryLimit of(ErrorCategory category, Duration budget) {
    return switch (category) {
      case TRANSIENT, COMMIT_UNKNOWN -> new RetryLimit(ATTEMPTS, budget);
      case CONFIG, DATA, CONFLICT, INTERNAL -> NEVER;
    };
  }
}
