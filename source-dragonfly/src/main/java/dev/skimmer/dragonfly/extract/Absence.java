package dev.skimmer.dragonfly.extract;

/** What it means that a key is gone when it is read. */
public enum Absence {
  /** It vanished since a scan listed it: no row, no error; the sweep looks after its old row. */
  VANISHED,
  /** Its row was in doubt, and now goes. */
  ROW_GONE,
  /** Its entry in the errors table was in doubt, and now goes. */
  ERROR_GONE
}
