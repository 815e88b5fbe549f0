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
  private static final long LONGEST_WAIT_SECONDS = 60;
  private static final int MOST_DOUBLINGS = 6;
  private static final double JITTER = 0.1;

  private final Duration interval;
  private final Time time;
  private int failures;
  private boolean stopped;
  private boolean reloading;
  private boolean named;

  WatchPace(Duration interval, Time time) {
    this.interval = interval;
    this.time = time;
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
    long seconds = 1L << Math.min(failures, MOST_DOUBLINGS);
    failures++;
    return Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT_SECONDS));
  }

  /** Waits for about so long, and returns at once when that is cut short. */
  synchronized void await(Duration about) {
    awaitUntil(after(about), () -> false);
  }

  /**
   * Waits until the source names keys, and then for {@code notBefore}.
   *
   * @return false where the pass is due before that, or the waiting is cut short
   */
  synchronized boolean awaitNamed(long due, long notBefore) {
    awaitUntil(due, () -> named);
    if (named) {
      awaitFor(Math.min(left(notBefore), left(due)));
    }
    return named && left(due) > 0 && goesOn();
  }

  /**
   * Waits a moment for more keys; what is named from then on is for the next {@link #awaitNamed}.
   *
   * @return false where the pass is due before that, or the waiting is cut short
   */
  synchronized boolean awaitGathered(long due, Duration moment) {
    awaitFor(Math.min(left(due), moment.toNanos()));
    named = false;
    return left(due) > 0 && goesOn();
  }

  private synchronized void awaitFor(long nanos) {
    awaitUntil(time.nanos() + nanos, () -> false);
  }

  private synchronized void awaitUntil(long end, BooleanSupplier enough) {
    try {
      while (left(end) > 0 && goesOn() && !enough.getAsBoolean()) {
        time.waitOn(this, Duration.ofNanos(left(end)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  private long left(long end) {
    return end - time.nanos();
  }

  private long after(Duration about) {
    double factor = 1 - JITTER + 2 * JITTER * RandomGenerator.getDefault().nextDouble();
    return time.nanos() + Math.round(about.toNanos() * factor);
  }
}
