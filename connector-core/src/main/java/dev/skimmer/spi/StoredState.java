package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

/**
 * The state of a pipeline as a destination stores it. One short record, never an entry a key.
 *
 * @param sequence grows by one with each commit; the compare-and-set compares it and the token
 * @param token random text, new with each commit; a cache that carries it reflects that commit
 * @param document the engine's own JSON; a destination stores it as it is
 */
public record StoredState(long sequence, String token, String document) {
  public StoredState {
    requireNonNull(token, "token");
    requireNonNull(document, "document");
  }

  /** Returns whether {@code other} is the same commit. */
  public boolean isSameCommit(StoredState other) {
    return sequence == other.sequence && token.equals(other.token);
  }
}
