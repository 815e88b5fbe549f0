package dev.skimmer.spi;

/** What it means that a reader has read a key, compared with what the destination holds. */
public enum Sighting {
  /** The destination has no such row: upsert with {@code known=false}. */
  NEW,
  /** The destination's row differs in value or expiry: upsert with {@code known=true}. */
  CHANGED,
  /** The destination's row is the same: emit nothing. */
  UNCHANGED,
  /** The key was read before in this pass: emit nothing. */
  REPEATED
}
