package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.ErrorCode;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts how often in a row one thing failed. Used by one thread. */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final Retries retries;
  private int failures;
  private long begunNanos;

  Attempts(Retries retries) {
    this.retries = retries;
    this.begunNanos = retries.time().nanos();
  }

  /** Notes that an attempt begins now: what was before it does not count as its time. */
  void begin() {
    begunNanos = retries.time().nanos();
  }

  /** Notes that an attempt brought something: the next failure is the first one again. */
  void succeeded() {
    failures = 0;
  }

  boolean hasFailed() {
    return failures > 0;
  }

  /**
   * Waits for another attempt.
   *
   * @throws ConnectorException the failure itself, when it is permanent, the attempts have run out,
   *     or the run has spent its budget
   */
  void failed(ConnectorException failure) {
    failures++;
    ErrorCategory category = failure.category();
    RetryLimit limit = retries.limit(category);
    long now = retries.time().nanos();
    retries.charge(category, begunNanos, now);
    if (failures >= limit.attempts() && !isToBeWaitedFor(failure)) {
      throw failure;
    }
    Duration delay = retries.backoff().delayAfter(failures, RandomGenerator.getDefault());
    if (!retries.affords(category, delay)) {
      LOG.warn(
          "Giving up: failed attempts have taken the {} s of retry_seconds",
          limit.budget().toSeconds());
      throw failure;
    }
    LOG.warn("Attempt {} failed: {}", failures, failure.getMessage());
    retries.time().sleep(delay);
    begunNanos = retries.time().nanos();
    retries.charge(category, now, begunNanos);
  }

  /** A server that answers that it is not ready will be: only the budget limits the attempts. */
  private static boolean isToBeWaitedFor(ConnectorException failure) {
    return failure.code() == ErrorCode.SOURCE_NOT_READY;
  }
}
