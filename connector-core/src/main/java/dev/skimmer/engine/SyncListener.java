package dev.skimmer.engine;

/**
 * Is told how a sync goes, on a thread of its own that reads the counters of the sync: a slow
 * listener does not slow the sync. One call at a time. What it throws is logged, and then it is
 * told the end alone.
 */
@FunctionalInterface
public interface SyncListener {
  /** Ignores everything. */
  SyncListener NONE = progress -> {};

  /** Is called when the sync begins, four times a second while it runs, and when it has ended. */
  void onProgress(SyncProgress progress);

  /** Is called last, on the thread that runs the sync: it has ended, however it did. */
  default void onEnd() {}
}
