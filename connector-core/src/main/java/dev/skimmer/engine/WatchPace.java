package dev.skimmer.engine;

import java.time.Duration;
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

  /** Waits until the next pass is due. */
  void awaitTick() {
    await(interval);
  }

  /** Returns how long to wait after a failure: longer after each, up to a minute. */
  synchronized Duration nextBackoff() {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  /** Waits for about so long, and returns at once when that is cut short. */
  synchronized void await(Duration about) {
    double factor = 1 - JITTER + 2 * JITTER * RandomGenerator.getDefault().nextDouble();
    long end = System.nanoTime() + Math.round(about.toNanos() * factor);
    try {
      for (long left = end - System.nanoTime();
          left > 0 && goesOn();
          left = end - System.nanoTime()) {
        wait(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }
}
