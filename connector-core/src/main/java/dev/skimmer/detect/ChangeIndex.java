package dev.skimmer.detect;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Sighting;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the destination holds in one table: fingerprint, expiry, type and position of each key, and
 * a mark for each key that the pass has seen. Safe for concurrent use.
 *
 * <p>Entries live in direct memory, in 256 segments that grow one by one, so that growing never
 * needs the whole twice. A key costs about 40 bytes after {@link #ChangeIndex(long)} with the right
 * number, 49 when keys have expiries. Positions, which few keys have, live on the heap.
 */
public final class ChangeIndex {
  private static final int SEGMENTS = 256;
  private static final double SPREAD = 1.02;

  private final Segment[] segments = new Segment[SEGMENTS];
  private final Kinds kinds = new Kinds();
  private final Map<KeyHash, String> positions = new ConcurrentHashMap<>();

  /** Keeps the compiler from leaving out what is read for its effect on caches alone. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  /**
   * Creates an empty index.
   *
   * @param expectedKeys how many keys to make room for; more find room too
   */
  public ChangeIndex(long expectedKeys) {
    int perSegment = (int) Math.min(Integer.MAX_VALUE / 64.0, expectedKeys * SPREAD / SEGMENTS);
    Arrays.setAll(segments, i -> new Segment(perSegment));
  }

  /** See {@link KnownRows#prepare}. */
  public void prepare(KeyHash[] keys, int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += segment(keys[i]).touch(keys[i]);
    }
    touched = sum;
  }

  /** Returns the type of the committed row of this key. */
  public Optional<String> kindOf(KeyHash key) {
    return kinds.word(segment(key).kindOf(key));
  }

  /** Returns the position of the committed row of this key. */
  public Optional<String> positionOf(KeyHash key) {
    return positions.isEmpty() ? Optional.empty() : Optional.ofNullable(positions.get(key));
  }

  /** See {@link KnownRows#observe}. */
  public Sighting observe(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    return segment(key).observe(key, fingerprint, expiresAtMillis, toleranceMillis);
  }

  /** Marks the key as seen, and returns whether it was not. */
  public boolean markSeen(KeyHash key) {
    return segment(key).markSeen(key);
  }

  /** Returns whether this pass has seen the key. */
  public boolean isSeen(KeyHash key) {
    return segment(key).isSeen(key);
  }

  /** Returns whether there is a row of this key, and this pass has not seen the key. */
  public boolean isUnseen(KeyHash key) {
    return segment(key).isUnseen(key);
  }

  /** Returns whether the destination holds a row of this key, as of the last commit. */
  public boolean isKnown(KeyHash key) {
    return segment(key).isKnown(key);
  }

  /** Returns whether the committed row of this key has this fingerprint and expiry. */
  public boolean holds(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    return segment(key).holds(key, fingerprint, expiresAtMillis, toleranceMillis);
  }

  /** Records a row that is committed. */
  public void put(
      KeyHash key,
      Fingerprint fingerprint,
      String kind,
      long expiresAtMillis,
      Optional<String> position) {
    segment(key).put(key, fingerprint, kinds.codeOf(kind), expiresAtMillis);
    if (position.isPresent()) {
      positions.put(key, position.get());
    } else if (!positions.isEmpty()) {
      positions.remove(key);
    }
  }

  /** Records that the row of this key is gone, and that this is committed. */
  public void remove(KeyHash key) {
    segment(key).remove(key);
    positions.remove(key);
  }

  /** Begins a new pass: nothing has been seen. */
  public void forgetSightings() {
    for (Segment segment : segments) {
      segment.forgetSightings();
    }
  }

  /** Counts the committed rows. */
  public long size() {
    return Arrays.stream(segments).mapToLong(segment -> segment.count(false)).sum();
  }

  /** Counts the committed rows whose keys this pass has not seen. */
  public long unseen() {
    return Arrays.stream(segments).mapToLong(segment -> segment.count(true)).sum();
  }

  /** Returns the fingerprints of the committed rows whose keys this pass has not seen. */
  public Set<Fingerprint> unseenFingerprints() {
    Set<Fingerprint> fingerprints = new HashSet<>();
    for (Segment segment : segments) {
      segment.addUnseen(fingerprints);
    }
    return fingerprints;
  }

  private Segment segment(KeyHash key) {
    return segments[(int) (key.high() >>> 56)];
  }
}
