package dev.skimmer.spi;

/** What the engine does about a failure. */
public enum ErrorCategory {
  /** The user has to change something: stop. */
  CONFIG,
  /** May pass by itself: retry with backoff. */
  TRANSIENT,
  /** One key cannot be read or written: quarantine it and go on. */
  DATA,
  /** Somebody else changed what we rely on: stop. */
  CONFLICT,
  /** The answer to a commit was lost: read the state and compare. */
  COMMIT_UNKNOWN,
  /** A bug, or something that should not happen: stop. */
  INTERNAL
}
