package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

/**
 * Marks a position in the stream of operations of a split: reading again from here misses nothing
 * that came before.
 *
 * <p>A reader emits one wherever it is cheap to resume (for a keyspace: after each page of a scan).
 * The engine decides which of them to commit.
 *
 * @param cursor where a later reader starts
 */
public record Checkpoint(Cursor cursor) implements Operation {
  public Checkpoint {
    requireNonNull(cursor, "cursor");
  }
}
