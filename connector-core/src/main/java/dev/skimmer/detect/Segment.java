package dev.skimmer.detect;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Sighting;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Collection;

/**
 * One part of the index: an open-addressing table with linear probing in direct memory. A slot
 * costs 33 bytes, and 8 more from the first key with an expiry on. Every method is atomic.
 */
final class Segment {
  private static final double MAX_LOAD = 0.85;
  private static final double GROWTH = 1.5;
  private static final int MIN_CAPACITY = 8;
  private static final int LONGS_PER_SLOT = 4;

  /** The destination holds a row for the entry, as of the last commit. */
  private static final int KNOWN = 0x40;

  /** This pass has read the key. */
  private static final int SEEN = 0x20;

  private static final int KIND = 0x1F;

  private int capacity;
  private int used;
  private LongBuffer entries;
  private ByteBuffer marks;
  private LongBuffer expiries;

  /** The same as entries and marks, for who looks without a lock. */
  private volatile LongBuffer visibleEntries;

  private volatile ByteBuffer visibleMarks;

  Segment(int expectedEntries) {
    allocate(Math.max(MIN_CAPACITY, (int) (expectedEntries / MAX_LOAD) + 1), false);
  }

  /**
   * Reads the memory where a key is probably found, and returns what means nothing. Without a lock,
   * which would make the processor wait for each key before it looks at the next.
   */
  long touch(KeyHash key) {
    LongBuffer someEntries = visibleEntries;
    ByteBuffer someMarks = visibleMarks;
    int slot = home(key.low(), someEntries.capacity() / LONGS_PER_SLOT);
    return someEntries.get(slot * LONGS_PER_SLOT)
        + (slot < someMarks.capacity() ? someMarks.get(slot) : 0);
  }

  synchronized int kindOf(KeyHash key) {
    int slot = find(key);
    return slot >= 0 && isMarked(slot, KNOWN) ? marks.get(slot) & KIND : Kinds.UNKNOWN;
  }

  synchronized boolean isSeen(KeyHash key) {
    int slot = find(key);
    return slot >= 0 && isMarked(slot, SEEN);
  }

  synchronized boolean isUnseen(KeyHash key) {
    int slot = find(key);
    return slot >= 0 && isMarked(slot, KNOWN) && !isMarked(slot, SEEN);
  }

  synchronized boolean isKnown(KeyHash key) {
    int slot = find(key);
    return slot >= 0 && isMarked(slot, KNOWN);
  }

  synchronized Sighting observe(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    int slot = findOrInsert(key);
    int mark = marks.get(slot);
    if ((mark & SEEN) != 0) {
      return Sighting.REPEATED;
    }
    marks.put(slot, (byte) (mark | SEEN));
    if ((mark & KNOWN) == 0) {
      return Sighting.NEW;
    }
    return isSame(slot, fingerprint, expiresAtMillis, toleranceMillis)
        ? Sighting.UNCHANGED
        : Sighting.CHANGED;
  }

  synchronized boolean holds(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    int slot = find(key);
    return slot >= 0
        && isMarked(slot, KNOWN)
        && isSame(slot, fingerprint, expiresAtMillis, toleranceMillis);
  }

  synchronized boolean markSeen(KeyHash key) {
    int slot = findOrInsert(key);
    int mark = marks.get(slot);
    marks.put(slot, (byte) (mark | SEEN));
    return (mark & SEEN) == 0;
  }

  synchronized void put(KeyHash key, Fingerprint fingerprint, int kind, long expiresAtMillis) {
    int slot = findOrInsert(key);
    entries.put(slot * LONGS_PER_SLOT + 2, fingerprint.high());
    entries.put(slot * LONGS_PER_SLOT + 3, fingerprint.low());
    marks.put(slot, (byte) (KNOWN | (marks.get(slot) & SEEN) | kind));
    if (expiries == null && expiresAtMillis != KnownRows.NO_EXPIRY) {
      expiries = longs(capacity);
    }
    if (expiries != null) {
      expiries.put(slot, expiresAtMillis);
    }
  }

  synchronized void remove(KeyHash key) {
    int slot = find(key);
    if (slot >= 0) {
      marks.put(slot, (byte) (marks.get(slot) & ~(KNOWN | KIND)));
    }
  }

  synchronized void forgetSightings() {
    for (int slot = 0; slot < capacity; slot++) {
      marks.put(slot, (byte) (marks.get(slot) & ~SEEN));
    }
  }

  synchronized long count(boolean unseenOnly) {
    int wanted = unseenOnly ? KNOWN | SEEN : KNOWN;
    long count = 0;
    for (int slot = 0; slot < capacity; slot++) {
      if ((marks.get(slot) & wanted) == KNOWN) {
        count++;
      }
    }
    return count;
  }

  /** Adds the fingerprints of the known rows whose keys this pass has not read. */
  synchronized void addUnseen(Collection<Fingerprint> fingerprints) {
    for (int slot = 0; slot < capacity; slot++) {
      if ((marks.get(slot) & (KNOWN | SEEN)) == KNOWN) {
        fingerprints.add(
            new Fingerprint(
                entries.get(slot * LONGS_PER_SLOT + 2), entries.get(slot * LONGS_PER_SLOT + 3)));
      }
    }
  }

  private boolean isSame(
      int slot, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    return entries.get(slot * LONGS_PER_SLOT + 2) == fingerprint.high()
        && entries.get(slot * LONGS_PER_SLOT + 3) == fingerprint.low()
        && isSameExpiry(expiryOf(slot), expiresAtMillis, toleranceMillis);
  }

  private boolean isMarked(int slot, int bit) {
    return (marks.get(slot) & bit) != 0;
  }

  private long expiryOf(int slot) {
    return expiries == null ? KnownRows.NO_EXPIRY : expiries.get(slot);
  }

  private static boolean isSameExpiry(long stored, long observed, long toleranceMillis) {
    if (stored == KnownRows.NO_EXPIRY || observed == KnownRows.NO_EXPIRY) {
      return stored == observed;
    }
    return Math.abs(stored - observed) <= toleranceMillis;
  }

  /**
   * Returns the slot of the key, or the complement of the free slot where it belongs. Looks at the
   * hashes alone, so that most searches for a key that is there touch one cache line; no key hashes
   * to 128 zero bits.
   */
  private int find(long high, long low) {
    int slot = home(low, capacity);
    while (true) {
      long storedHigh = entries.get(slot * LONGS_PER_SLOT);
      long storedLow = entries.get(slot * LONGS_PER_SLOT + 1);
      if (storedHigh == high && storedLow == low) {
        return slot;
      }
      if ((storedHigh | storedLow) == 0) {
        return ~slot;
      }
      slot = slot + 1 == capacity ? 0 : slot + 1;
    }
  }

  private static int home(long low, int slots) {
    return (int) (((low >>> 33) * slots) >>> 31);
  }

  private int find(KeyHash key) {
    return find(key.high(), key.low());
  }

  private int findOrInsert(KeyHash key) {
    int slot = find(key);
    if (slot >= 0) {
      return slot;
    }
    if (used + 1 > capacity * MAX_LOAD) {
      rehash();
      slot = find(key);
    }
    return insert(~slot, key.high(), key.low(), 0);
  }

  private int insert(int slot, long high, long low, int mark) {
    entries.put(slot * LONGS_PER_SLOT, high);
    entries.put(slot * LONGS_PER_SLOT + 1, low);
    marks.put(slot, (byte) mark);
    used++;
    return slot;
  }

  /** Drops the entries that are neither known nor seen, and grows unless that freed much. */
  private void rehash() {
    int oldCapacity = capacity;
    LongBuffer oldEntries = entries;
    ByteBuffer oldMarks = marks;
    LongBuffer oldExpiries = expiries;
    int live = 0;
    for (int slot = 0; slot < oldCapacity; slot++) {
      live += (oldMarks.get(slot) & (KNOWN | SEEN)) != 0 ? 1 : 0;
    }
    int wanted = (int) Math.min(Integer.MAX_VALUE / 32.0, live / MAX_LOAD * GROWTH + MIN_CAPACITY);
    allocate(wanted, oldExpiries != null);
    for (int slot = 0; slot < oldCapacity; slot++) {
      int mark = oldMarks.get(slot);
      if ((mark & (KNOWN | SEEN)) != 0) {
        copy(oldEntries, oldExpiries, slot, mark);
      }
    }
  }

  private void copy(LongBuffer oldEntries, LongBuffer oldExpiries, int oldSlot, int mark) {
    long high = oldEntries.get(oldSlot * LONGS_PER_SLOT);
    long low = oldEntries.get(oldSlot * LONGS_PER_SLOT + 1);
    int slot = insert(~find(high, low), high, low, mark);
    entries.put(slot * LONGS_PER_SLOT + 2, oldEntries.get(oldSlot * LONGS_PER_SLOT + 2));
    entries.put(slot * LONGS_PER_SLOT + 3, oldEntries.get(oldSlot * LONGS_PER_SLOT + 3));
    if (oldExpiries != null) {
      expiries.put(slot, oldExpiries.get(oldSlot));
    }
  }

  private void allocate(int newCapacity, boolean withExpiries) {
    capacity = newCapacity;
    used = 0;
    entries = longs(newCapacity * LONGS_PER_SLOT);
    marks = ByteBuffer.allocateDirect(newCapacity);
    expiries = withExpiries ? longs(newCapacity) : null;
    visibleEntries = entries;
    visibleMarks = marks;
  }

  private static LongBuffer longs(int count) {
    return ByteBuffer.allocateDirect(count * Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }
}
