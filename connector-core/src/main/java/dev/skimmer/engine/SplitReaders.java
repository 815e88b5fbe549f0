package dev.skimmer.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs the tasks that read splits, a few at a time, on threads of its own. */
final class SplitReaders implements AutoCloseable {
  /** How many splits are read at once. */
  static final int PARALLELISM = 4;

  private static final long CLOSE_SECONDS = 5;

  private final BatchQueue queue;
  private final List<SplitTask> tasks;
  private final ExecutorService threads;

  SplitReaders(BatchQueue queue, List<SplitTask> tasks, int parallelism) {
    this.queue = queue;
    this.tasks = new ArrayList<>(tasks);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(parallelism, tasks.size())),
            task -> {
              Thread thread = new Thread(task, "skimmer-read-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  void start() {
    tasks.forEach(threads::execute);
    threads.shutdown();
  }

  /** Stops the readers and waits a few seconds for them to let go of their connections. */
  @Override
  public void close() {
    queue.close();
    tasks.forEach(SplitTask::stop);
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
