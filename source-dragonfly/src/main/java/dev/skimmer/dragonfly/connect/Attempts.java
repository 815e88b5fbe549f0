package dev.skimmer.dragonfly.connect;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCategory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries three times what may fail and pass, with growing pauses of random length between. */
public final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final int NUMBER = 3;
  private static final long FIRST_PAUSE_MILLIS = 200;

  private Attempts() {}

  /**
   * Runs an action until it succeeds.
   *
   * @throws ConnectorException of the last attempt, or of the first that failed for good
   */
  public static <T> T run(Supplier<T> action) {
    for (int attempt = 1; ; attempt++) {
      try {
        return action.get();
      } catch (ConnectorException e) {
        if (e.category() != ErrorCategory.TRANSIENT || attempt == NUMBER) {
          throw e;
        }
        LOG.warn("Attempt {} of {}: {}", attempt, NUMBER, e.getMessage());
        pause(FIRST_PAUSE_MILLIS << (attempt - 1), e);
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
