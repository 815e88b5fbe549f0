package dev.skimmer.engine;

/** Is told how a sync goes. Called on the thread that runs the sync, so it must return quickly. */
@FunctionalInterface
public interface SyncListener {
  /** Ignores everything. */
  SyncListener NONE = progress -> {};

  /** Is called a few times a second while a pass runs, and after every commit. */
  void onProgress(SyncProgress progress);
}
