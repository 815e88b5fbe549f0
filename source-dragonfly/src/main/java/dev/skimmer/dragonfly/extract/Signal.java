package dev.skimmer.dragonfly.extract;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the thread that waits for something to happen. Safe for concurrent use. */
public final class Signal {
  private final Semaphore raised = new Semaphore(0);

  /** Wakes the waiting thread, or the next one that waits. */
  public void raise() {
    raised.release();
  }

  /** Waits until the signal was raised since the last call, or the time is over. */
  boolean await(long nanos) {
    try {
      boolean woken = raised.tryAcquire(Math.max(1, nanos), TimeUnit.NANOSECONDS);
      raised.drainPermits();
      return woken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
