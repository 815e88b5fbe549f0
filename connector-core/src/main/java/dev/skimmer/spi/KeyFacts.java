package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * What a source tells of a key without reading its value.
 *
 * @param keyText the key, escaped as in the key column
 * @param kind the word of its type, as in the column of the role {@link ColumnRole#KIND}
 * @param ttlSeconds seconds until it expires; -1 without expiry
 * @param size bytes of a string, elements of a collection; empty where the source cannot tell
 *     cheaply
 * @param memoryBytes bytes that it takes in the memory of the source, where the source tells
 */
public record KeyFacts(
    String keyText, String kind, long ttlSeconds, OptionalLong size, OptionalLong memoryBytes) {
  /** Stands for a key without expiry. */
  public static final long NO_EXPIRY = -1;

  public KeyFacts {
    requireNonNull(keyText, "keyText");
    requireNonNull(kind, "kind");
    requireNonNull(size, "size");
    requireNonNull(memoryBytes, "memoryBytes");
  }

  /** Returns the memory where it is known, else the size, else 0: the weight of a key in a list. */
  public long weight() {
    return memoryBytes.orElseGet(() -> size.orElse(0));
  }
}
