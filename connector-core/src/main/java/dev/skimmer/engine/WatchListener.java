package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;

/**
 * Is told how the passes of a {@link Watch} go, on the thread that runs it. What it throws ends the
 * watch.
 */
@FunctionalInterface
public interface WatchListener {
  /** A pass has ended. */
  void onPass(SyncResult result);

  /** Keys that the source had named were read between two passes. */
  default void onRefresh(RefreshResult result) {}

  /** A pass failed, or could not begin, whether it is tried again or not. */
  default void onFailure(ConnectorException failure) {}
}
