package dev.skimmer.dragonfly.connect;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.ErrorCode;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what may fail and pass, with growing pauses of random length between: three times in
 * all, but for as long as the budget lasts where the server itself says that it is not ready. Of
 * attempts within attempts the outermost ones alone are made again: three by three are nine.
 */
public final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final int NUMBER = 3;
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final int MOST_DOUBLINGS = 3;

  private static final ThreadLocal<Boolean> WITHIN = ThreadLocal.withInitial(() -> false);

  private Attempts() {}

  /**
   * Runs an action until it succeeds.
   *
   * @param budget how long a server is waited for that is not ready
   * @throws ConnectorException of the last attempt, or of the first that failed for good
   */
  public static <T> T run(Duration budget, Supplier<T> action) {
    return run(budget, Set.of(ErrorCode.SOURCE_NOT_READY), action);
  }

  /**
   * Runs an action until it succeeds, and waits for a server, too, that loads or resyncs. Not for
   * the middle of a pass, which such a server ends.
   *
   * @throws ConnectorException of the last attempt, or of the first that failed for good
   */
  public static <T> T untilReady(Duration budget, Supplier<T> action) {
    return run(budget, Set.of(ErrorCode.SOURCE_NOT_READY, ErrorCode.SOURCE_CHANGED), action);
  }

  private static <T> T run(Duration budget, Set<ErrorCode> waitedFor, Supplier<T> action) {
    if (WITHIN.get()) {
      return action.get();
    }
    WITHIN.set(true);
    try {
      return repeat(budget, waitedFor, action);
    } finally {
      WITHIN.remove();
    }
  }

  private static <T> T repeat(Duration budget, Set<ErrorCode> waitedFor, Supplier<T> action) {
    long end = System.nanoTime() + budget.toNanos();
    int failures = 0;
    for (int attempt = 1; ; attempt++) {
      try {
        return action.get();
      } catch (ConnectorException e) {
        boolean notReady = waitedFor.contains(e.code());
        failures += notReady ? 0 : 1;
        boolean mayPass = e.category() == ErrorCategory.TRANSIENT && failures < NUMBER;
        if (!mayPass || (notReady && System.nanoTime() > end)) {
          throw e;
        }
        LOG.warn("Attempt {}: {}", attempt, e.getMessage());
        pause(FIRST_PAUSE_MILLIS << Math.min(attempt - 1, MOST_DOUBLINGS), e);
      }
    }
  }

  private static void pause(long millis, ConnectorException reason) {
    try {
      Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw reason;
    }
  }
}
