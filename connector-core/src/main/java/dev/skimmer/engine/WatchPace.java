package dev.skimmer.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * When the next pass is due: waits that anybody can cut short. Safe for concurrent use.
 *
 * <p>Waits differ by a tenth, so that many who watch one server do not ask at the same moment.
 */
final class WatchPace {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 6;
  private static final double JITTER = 0.1;

  private final Duration interval;
  private int failures;
  private boolean stopped;
  private boolean reloading;
  private boolean named;

  WatchPace(Duration interval) {
    this.interval = interval;
  }

  /** Ends all waiting, for good. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Ends the waiting: the configuration is to be read again. */
  synchronized void reload() {
    reloading = true;
    notifyAll();
  }

  /** Ends {@link #awaitNamed}: the source has named keys. */
  synchronized void keysNamed() {
    if (!named) {
      named = true;
      notifyAll();
    }
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  /** Returns whether both ends should stay open. */
  synchronized boolean goesOn() {
    return !stopped && !reloading;
  }

  /** Returns whether the configuration is to be read again; the next answer is no. */
  synchronized boolean takeReload() {
    boolean asked = reloading;
    reloading = false;
    return asked;
  }

  /** Notes that a pass came to its end: the next failure is the first one again. */
  synchronized void succeeded() {
    failures = 0;
  }

  /** Returns when the next pass is due that follows one that has ended, by the nanosecond clock. */
  long nextTick() {
    return after(interval);
  }

  /** Returns how long to wait after a failure: longer after each, up to a minute. */
  synchronized Duration nextBackoff() {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  /** Waits for about so long, and returns at once when that is cut short. */
  void await(Duration about) {
    awaitUntil(after(about));
  }

  /**
   * Waits until the source names keys, and then for {@code notBefore}.
   *
   * @return false where the pass is due before that, or the waiting is cut short
   */
  synchronized boolean awaitNamed(long due, long notBefore) {
    awaitUntil(due, () -> named);
    if (named) {
      awaitUntil(left(notBefore) < left(due) ? notBefore : due);
    }
    return named && left(due) > 0 && goesOn();
  }

  /**
   * Waits a moment for more keys; what is named from then on is for the next {@link #awaitNamed}.
   *
   * @return false where the pass is due before that, or the waiting is cut short
   */
  synchronized boolean awaitGathered(long due, Duration moment) {
    awaitUntil(System.nanoTime() + Math.min(left(due), moment.toNanos()));
    named = false;
    return left(due) > 0 && goesOn();
  }

  private synchronized void awaitUntil(long end) {
    awaitUntil(end, () -> false);
  }

  private synchronized void awaitUntil(long end, BooleanSupplier enough) {
    try {
      while (left(end) > 0 && goesOn() && !enough.getAsBoolean()) {
        wait(left(end) / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  private static long left(long end) {
    return end - System.nanoTime();
  }

  private static long after(Duration about) {
    double factor = 1 - JITTER + 2 * JITTER * RandomGenerator.getDefault().nextDouble();
    return System.nanoTime() + Math.round(about.toNanos() * factor);
  }
}
