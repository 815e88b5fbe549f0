package dev.skimmer.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Carries batches from the readers to the writer, bounded by the memory that they hold: a full
 * queue stops the readers. Safe for concurrent use.
 */
final class BatchQueue {
  /** How much may wait between the readers of a source and the one who takes it. */
  static final long WEIGHT = 32L << 20;

  private final long maxWeight;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Batch> batches = new ArrayDeque<>();
  private long weight;
  private boolean closed;
  private RuntimeException failure;

  BatchQueue(long maxWeight) {
    this.maxWeight = maxWeight;
  }

  /** Adds a batch, waiting while the queue is full. Returns false when nobody reads any more. */
  boolean put(Batch batch) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && !batches.isEmpty() && weight + batch.weight() > maxWeight) {
        changed.await();
      }
      if (closed) {
        return false;
      }
      batches.add(batch);
      weight += batch.weight();
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Makes the writer fail once it has taken what is queued. Only the first failure counts. */
  void fail(RuntimeException cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = cause;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes all that is queued, waiting up to {@code maxWait} for the first batch.
   *
   * @throws RuntimeException what a reader failed with, when nothing is queued any more
   */
  List<Batch> take(Duration maxWait) throws InterruptedException {
    lock.lock();
    try {
      long nanos = maxWait.toNanos();
      while (batches.isEmpty() && failure == null && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      if (batches.isEmpty() && failure != null) {
        throw failure;
      }
      return drain();
    } finally {
      lock.unlock();
    }
  }

  /** Takes all that is queued, without waiting and whether or not a reader has failed. */
  List<Batch> drain() {
    lock.lock();
    try {
      List<Batch> taken = new ArrayList<>(batches);
      batches.clear();
      weight = 0;
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Makes readers and writer return at once. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
