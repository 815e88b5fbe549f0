package dev.skimmer.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets Ctrl-C and SIGTERM end a sync in order: it commits or rolls back, both ends are closed, and
 * only then does the process end, with the exit code that the JVM gives a signal (130 or 143).
 */
final class StopOnSignal implements AutoCloseable {
  private static final long GRACE_SECONDS = 10;

  private final AtomicReference<Runnable> running = new AtomicReference<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "skimmer-signal");

  /** Begins to listen. */
  void install() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Says how a signal stops what runs now: without blocking, from another thread. */
  void watch(Runnable stop) {
    running.set(stop);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already: the hook runs, and now has nothing to wait for.
    }
  }

  /**
   * Returns at once unless a signal is ending the process, and never then: a thread that exits
   * after the hooks have run would put its own exit code in the place of the signal's.
   */
  static void awaitEndWhereASignalCame() {
    Thread probe = new Thread(() -> {}, "skimmer-probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
    } catch (IllegalStateException e) {
      while (true) {
        LockSupport.park();
      }
    }
  }

  /** A command that writes nothing has nothing to bring to an end, and ends at once. */
  private void stopAndWait() {
    Runnable stop = running.get();
    if (stop == null) {
      return;
    }
    stop.run();
    try {
      closed.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
