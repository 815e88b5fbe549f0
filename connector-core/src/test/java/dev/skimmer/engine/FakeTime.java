package dev.skimmer.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Time that passes only where somebody sleeps or waits, or a test says so. */
final class FakeTime implements Time {
  private static final int MOST_WAITS = 1_000;

  final List<Duration> sleeps = new ArrayList<>();
  final List<Duration> waits = new ArrayList<>();

  /** What happens at once in each of the next waits, and ends it; the others last to their end. */
  final Deque<Runnable> duringWaits = new ArrayDeque<>();

  private long nanos = 1_000_000_000L;

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void sleep(Duration duration) {
    sleeps.add(duration);
    pass(duration);
  }

  @Override
  public void waitOn(Object monitor, Duration longest) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    waits.add(longest);
    if (longest.toNanos() <= 0 || waits.size() > MOST_WAITS) {
      throw new AssertionError("Waits without end: " + longest);
    }
    Runnable event = duringWaits.poll();
    if (event == null) {
      pass(longest);
    } else {
      event.run();
    }
  }

  synchronized void pass(Duration duration) {
    nanos += duration.toNanos();
  }
}
