package dev.skimmer.dragonfly.timeseries;

/**
 * What of a window that was read goes to the table, in this order.
 *
 * @param clear whether every sample of the key goes first
 * @param deleteFrom samples from here on are removed first
 * @param deleteTo the last timestamp of what is removed; smaller than {@code deleteFrom} for none
 * @param firstRow index of the first sample of the window that is written
 * @param knownBelow samples before this may be in the table already
 */
public record WindowWrites(
    boolean clear, long deleteFrom, long deleteTo, int firstRow, long knownBelow) {
  /** Returns whether samples between two timestamps go first. */
  public boolean deletes() {
    return deleteFrom <= deleteTo;
  }

  static WindowWrites append(boolean clear, int firstRow) {
    return new WindowWrites(clear, 0, -1, firstRow, Long.MIN_VALUE);
  }
}
