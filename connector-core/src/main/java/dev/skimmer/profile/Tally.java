package dev.skimmer.profile;

import dev.skimmer.spi.KeyFacts;

/**
 * What some keys have in common. Immutable.
 *
 * @param keys how many there are
 * @param expiring how many of them have an expiry
 * @param sized how many of them have a known size
 * @param size sum of the known sizes: bytes of strings, elements of collections
 * @param largest the largest known size
 * @param measured how many of them have a known memory
 * @param memoryBytes sum of the known memory
 */
public record Tally(
    long keys,
    long expiring,
    long sized,
    long size,
    long largest,
    long measured,
    long memoryBytes) {
  /** No keys at all. */
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0);

  Tally plus(KeyFacts key) {
    return new Tally(
        keys + 1,
        expiring + (key.ttlSeconds() == KeyFacts.NO_EXPIRY ? 0 : 1),
        sized + (key.size().isPresent() ? 1 : 0),
        size + key.size().orElse(0),
        Math.max(largest, key.size().orElse(0)),
        measured + (key.memoryBytes().isPresent() ? 1 : 0),
        memoryBytes + key.memoryBytes().orElse(0));
  }

  /** Returns the average of the known sizes; NaN where none is known. */
  public double meanSize() {
    return sized == 0 ? Double.NaN : (double) size / sized;
  }

  /** Returns the average of the known memory; NaN where none is known. */
  public double meanMemory() {
    return measured == 0 ? Double.NaN : (double) memoryBytes / measured;
  }
}
