package dev.skimmer.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how a sync goes a few times a second, and tells a listener, until it is closed. */
final class ProgressSampler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressSampler.class);
  private static final long INTERVAL_MILLIS = 250;

  /** A listener that hangs keeps the sync from ending no longer than this. */
  private static final long CLOSE_MILLIS = 2_000;

  private final Supplier<SyncProgress> counters;
  private final SyncListener listener;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::sample, "skimmer-progress");

  private ProgressSampler(Supplier<SyncProgress> counters, SyncListener listener) {
    this.counters = counters;
    this.listener = listener;
  }

  /**
   * Begins to tell.
   *
   * @param counters may be asked by any thread
   */
  static ProgressSampler start(Supplier<SyncProgress> counters, SyncListener listener) {
    ProgressSampler sampler = new ProgressSampler(counters, listener);
    if (listener != SyncListener.NONE) {
      sampler.thread.setDaemon(true);
      sampler.thread.start();
    }
    return sampler;
  }

  /** Tells how it ended, and that it did, and returns once the listener knows. */
  @Override
  public void close() {
    ended.countDown();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    telling(listener::onEnd);
  }

  private void sample() {
    telling(
        () -> {
          do {
            listener.onProgress(counters.get());
          } while (!awaitEnd());
          listener.onProgress(counters.get());
        });
  }

  private boolean awaitEnd() {
    try {
      return ended.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void telling(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("The listener failed ({}), and is told nothing more.", e.toString());
    }
  }
}
