package dev.skimmer.spi;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the destination holds in one table, and which of it this pass has seen. Answers from memory;
 * safe for concurrent use by all readers of a pass.
 */
public interface KnownRows {
  /** Stands for a key without expiry. */
  long NO_EXPIRY = 0;

  /**
   * Says which keys the caller will ask about next. Changes nothing: an index that is larger than
   * the processor's caches fetches the memory of all of them at once, which takes a fraction of the
   * time that one after the other would. A thousand keys are a good number.
   *
   * @param count how many of {@code keys} there are
   */
  default void prepare(KeyHash[] keys, int count) {}

  /**
   * Returns the {@link ColumnRole#KIND} of the row of this key as of the last commit, so that a
   * reader can ask for the value without asking for the type first. Empty when there is no row.
   */
  Optional<String> kindOf(KeyHash key);

  /** Returns the {@link ColumnRole#POSITION} of the row of this key as of the last commit. */
  Optional<String> positionOf(KeyHash key);

  /** Returns whether this pass has read the key already: a further sighting needs no reading. */
  boolean isSeen(KeyHash key);

  /**
   * Returns whether a table with rows of the same keys, such as samples, surely held no row when
   * this pass began: what the pass itself has not written then needs no removal.
   */
  default boolean beganEmpty(TableId companion) {
    return false;
  }

  /**
   * Returns when the last pass began that came to its end, so that a reader can tell what has
   * fallen due since; empty before the first.
   */
  default Optional<Instant> lastCompletePass() {
    return Optional.empty();
  }

  /**
   * Returns whether the row of this key, as of the last commit, has this fingerprint and expiry.
   * Changes nothing: the key is not seen by that. May answer false where it is not known.
   *
   * @param expiresAtMillis milliseconds since 1970 UTC, or {@link #NO_EXPIRY}
   * @param toleranceMillis by how much two expiries may differ and still be the same
   */
  default boolean holds(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    return false;
  }

  /**
   * Records that the key was read completely, and says what is to be done. Of several sightings of
   * one key in a pass, exactly one is not {@link Sighting#REPEATED}; the caller must hand its
   * operation to the engine, or the change is lost until the next pass.
   *
   * @param expiresAtMillis milliseconds since 1970 UTC, or {@link #NO_EXPIRY}
   * @param toleranceMillis by how much two expiries may differ and still be the same: 0 where the
   *     server tells the absolute expiry
   */
  Sighting observe(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis);

  /**
   * Records that the key exists but could not be read, so that the sweep leaves its last good row
   * alone.
   *
   * @return whether this is the first sighting in this pass; if not, emit nothing
   */
  boolean observeUnreadable(KeyHash key);

  /**
   * Returns since when the errors table has held an entry for this key, or empty when it holds
   * none.
   */
  Optional<Instant> quarantinedSince(KeyHash key);

  /**
   * Streams the rows that this pass has not seen, from the destination. Close the stream.
   *
   * @throws ConnectorException when the destination cannot be read
   */
  Stream<KnownRow> unseen();

  /** Streams the keys of the errors table that this pass has not seen. Close the stream. */
  Stream<String> unseenQuarantined();
}
