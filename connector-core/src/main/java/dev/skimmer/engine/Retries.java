package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.ErrorCode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What one run may spend on trying again: each thing a few attempts in a row, and all of them
 * together a budget of time for each category of failures. Safe for concurrent use.
 */
final class Retries {
  private final Backoff backoff;
  private final Duration budget;
  private final Time time;
  private final Map<ErrorCategory, Long> spentNanos = new EnumMap<>(ErrorCategory.class);
  private final Map<ErrorCategory, Long> chargedUpTo = new EnumMap<>(ErrorCategory.class);

  Retries(Backoff backoff, Duration budget, Time time) {
    this.backoff = backoff;
    this.budget = budget;
    this.time = time;
  }

  /** Creates what a run with these options may spend. */
  static Retries of(SyncOptions options, Time time) {
    return new Retries(Backoff.DEFAULT, Duration.ofSeconds(options.retrySeconds()), time);
  }

  Time time() {
    return time;
  }

  Backoff backoff() {
    return backoff;
  }

  RetryLimit limit(ErrorCategory category) {
    return RetryLimit.of(category, budget);
  }

  /** Begins to count the attempts of one thing. */
  Attempts attempts() {
    return new Attempts(this);
  }

  /**
   * Does what may be repeated at will, again while it fails in passing. A source that is another
   * one now, or not whole yet, needs another pass and not another attempt.
   */
  <T> T call(Supplier<T> action) {
    Attempts attempts = attempts();
    while (true) {
      try {
        return action.get();
      } catch (ConnectorException e) {
        if (e.category() != ErrorCategory.TRANSIENT || e.code() == ErrorCode.SOURCE_CHANGED) {
          throw e;
        }
        attempts.failed(e);
      }
    }
  }

  /** Does what may be repeated at will, as {@link #call} does. */
  void run(Runnable action) {
    call(
        () -> {
          action.run();
          return true;
        });
  }

  /** Charges a stretch of time, of which what several threads spent at once counts once. */
  synchronized void charge(ErrorCategory category, long fromNanos, long toNanos) {
    long from = Math.max(fromNanos, chargedUpTo.getOrDefault(category, fromNanos));
    if (toNanos > from) {
      spentNanos.merge(category, toNanos - from, Long::sum);
      chargedUpTo.put(category, toNanos);
    }
  }

  /** Returns whether the budget still covers a wait. */
  synchronized boolean affords(ErrorCategory category, Duration wait) {
    Duration spent = Duration.ofNanos(spentNanos.getOrDefault(category, 0L));
    return spent.plus(wait).compareTo(limit(category).budget()) <= 0;
  }
}
