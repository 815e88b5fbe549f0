package dev.skimmer.spi;

import java.util.Optional;

/**
 * Keeps the state of one pipeline. Every write is a compare-and-set on the sequence and token, so
 * that a stale runner fails instead of corrupting.
 */
public interface StateStore {
  /**
   * Reads the stored state, on a fresh connection where the last one broke.
   *
   * @throws ConnectorException when the store cannot be read
   */
  Optional<StoredState> load();

  /**
   * Replaces the state alone, without rows. Never called while a writer is open, but maybe while a
   * stream of known rows is.
   *
   * @throws ConnectorException with {@code STATE_CONFLICT} when the stored state is not the
   *     expected one
   */
  void replace(StateChange change);
}
