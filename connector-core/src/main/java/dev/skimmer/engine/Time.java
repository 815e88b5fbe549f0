package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time as it passes, which no setting of a clock changes; tests replace it. */
interface Time {
  /** The time of this machine. */
  Time SYSTEM =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) {
          try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorException(
                ErrorCode.BUG, "The thread was interrupted while it waited for another attempt", e);
          }
        }

        @Override
        public void waitOn(Object monitor, Duration longest) throws InterruptedException {
          TimeUnit.NANOSECONDS.timedWait(monitor, longest.toNanos());
        }
      };

  /** Returns the time in nanoseconds since some moment. */
  long nanos();

  /** Waits. */
  void sleep(Duration duration);

  /**
   * Waits until somebody notifies a monitor, which this thread holds, or until the time is over; it
   * may also return for no reason. Does not wait where {@code longest} is not positive.
   */
  void waitOn(Object monitor, Duration longest) throws InterruptedException;
}
