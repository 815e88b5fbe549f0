package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats what failed in passing, and nothing else: a source that changed needs a new pass. */
final class Retry {
  private static final Logger LOG = LoggerFactory.getLogger(Retry.class);

  private Retry() {}

  static <T> T call(Backoff backoff, Supplier<T> action) {
    for (int attempt = 1; ; attempt++) {
      try {
        return action.get();
      } catch (ConnectorException e) {
        boolean again = mayPass(e) && e.code() != ErrorCode.SOURCE_CHANGED;
        if (!again || attempt >= backoff.attempts()) {
          throw e;
        }
        LOG.warn("Attempt {} of {} failed: {}", attempt, backoff.attempts(), e.getMessage());
        backoff.sleepAfter(attempt);
      }
    }
  }

  static boolean mayPass(ConnectorException failure) {
    return switch (failure.category()) {
      case TRANSIENT -> true;
      case CONFIG, DATA, CONFLICT, COMMIT_UNKNOWN, INTERNAL -> false;
    };
  }
}
