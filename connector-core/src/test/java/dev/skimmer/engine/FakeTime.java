package dev.skimmer.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only where somebody sleeps, or a test says so. */
final class FakeTime implements Time {
  final List<Duration> sleeps = new ArrayList<>();
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

  synchronized void pass(Duration duration) {
    nanos += duration.toNanos();
  }
}
