package dev.skimmer.spi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counters that readers of a pass share. All grow only; safe for concurrent use.
 *
 * <p>The engine counts rows inserted, updated, deleted, unchanged and in error by itself, from what
 * it commits; a reader counts only what no operation shows.
 */
public final class PassMetrics {
  private final LongAdder scanned = new LongAdder();
  private final LongAdder rechecked = new LongAdder();
  private final LongAdder vanished = new LongAdder();
  private final LongAdder outOfScope = new LongAdder();
  private final LongAdder unsupported = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private final Map<String, LongAdder> scannedBySplit = new ConcurrentHashMap<>();

  /** Counts keys that a scan listed, repetitions included. */
  public void addScanned(long keys) {
    scanned.add(keys);
  }

  /**
   * Counts keys that a scan of one split listed, repetitions included: once a page, not once a key.
   */
  public void addScanned(Split split, long keys) {
    addScanned(keys);
    scannedBySplit.computeIfAbsent(split.id(), id -> new LongAdder()).add(keys);
  }

  /** Counts keys that the sweep asked the source about. */
  public void addRechecked(long keys) {
    rechecked.add(keys);
  }

  /** Counts keys that were listed but gone when read. */
  public void addVanished(long keys) {
    vanished.add(keys);
  }

  /** Counts rows that the sweep left alone because they lie outside the scope. */
  public void addOutOfScope(long rows) {
    outOfScope.add(rows);
  }

  /** Counts keys of types that the source cannot read, whatever becomes of them. */
  public void addUnsupported(long keys) {
    unsupported.add(keys);
  }

  /** Counts bytes of keys and values read. */
  public void addBytesRead(long bytes) {
    bytesRead.add(bytes);
  }

  public long scanned() {
    return scanned.sum();
  }

  /** Returns how many keys of a split were listed; 0 where its reader does not tell them apart. */
  public long scanned(Split split) {
    LongAdder keys = scannedBySplit.get(split.id());
    return keys == null ? 0 : keys.sum();
  }

  public long rechecked() {
    return rechecked.sum();
  }

  public long vanished() {
    return vanished.sum();
  }

  public long outOfScope() {
    return outOfScope.sum();
  }

  public long unsupported() {
    return unsupported.sum();
  }

  public long bytesRead() {
    return bytesRead.sum();
  }
}
