package dev.skimmer.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides when a commit is due: from {@code checkpoint_records} changed records on, and every ten
 * seconds that the cursor has moved. Commits are merged so that they take a twentieth of the time
 * at most, but never put off for longer than a few seconds (or the interval that the destination
 * asks for) nor beyond what memory holds.
 */
final class CommitPace {
  private static final long IDLE_NANOS = 10_000_000_000L;
  private static final long LONGEST_DELAY_NANOS = 3_000_000_000L;
  private static final long SHARE = 20;
  private static final long MAX_WEIGHT = 32L << 20;

  private final int checkpointRecords;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private long weight;
  private boolean moved;
  private long committedAt;
  private long earliest;

  /**
   * Begins to measure.
   *
   * @param interval the least time between two commits
   */
  CommitPace(int checkpointRecords, Duration interval, LongSupplier nanoTime) {
    this.checkpointRecords = checkpointRecords;
    this.intervalNanos = interval.toNanos();
    this.nanoTime = nanoTime;
    this.committedAt = nanoTime.getAsLong();
    this.earliest = committedAt;
  }

  void added(long addedWeight) {
    weight += addedWeight;
    moved = true;
  }

  boolean isDue(int pendingRecords) {
    long now = nanoTime.getAsLong();
    if (weight >= MAX_WEIGHT) {
      return true;
    }
    if (now - committedAt < intervalNanos) {
      return false;
    }
    if (pendingRecords >= checkpointRecords) {
      return now - earliest >= 0;
    }
    return moved && now - committedAt >= IDLE_NANOS;
  }

  /** Times a commit, after which nothing is pending. */
  void commit(Runnable commit) {
    long begun = nanoTime.getAsLong();
    commit.run();
    committedAt = nanoTime.getAsLong();
    earliest = committedAt + Math.min(LONGEST_DELAY_NANOS, SHARE * (committedAt - begun));
    weight = 0;
    moved = false;
  }
}
