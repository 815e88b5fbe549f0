package dev.skimmer.dragonfly.extract;

/** What becomes of a key whose type Skimmer does not know. */
public enum OnUnsupported {
  /** A row with the server's word for the type and no value. */
  REPORT,
  /** No row. */
  SKIP,
  /** The sync stops. */
  FAIL
}
