package dev.skimmer.spi;

/** Whether a row agrees with itself. */
public enum Coherence {
  /** The fingerprint is that of the row's own value. */
  COHERENT,
  /** The fingerprint is that of another value: somebody has altered the row. */
  INCOHERENT,
  /** The row does not tell enough, or the source cannot say. */
  UNKNOWN
}
