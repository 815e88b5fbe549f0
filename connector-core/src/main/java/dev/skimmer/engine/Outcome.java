package dev.skimmer.engine;

import dev.skimmer.spi.ErrorCode;
import java.util.Locale;

/** How a sync ended. */
public enum Outcome {
  /** The tables equal the keyspace. */
  IN_SYNC(0),
  /** Finished, but some keys could not be read: they are in the errors table. */
  ERRORS(6),
  /** Stopped by request; what was read is committed, and the next sync resumes. */
  INTERRUPTED(130),
  /** Stopped by a failure; what was committed stays. */
  FAILED(ErrorCode.BUG.exitCode());

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Returns the exit code of the command line; a failure has one of its own by its code. */
  public int exitCode() {
    return exitCode;
  }

  /** Returns whether the pass came to its end: the tables equal what could be read. */
  public boolean isFinished() {
    return switch (this) {
      case IN_SYNC, ERRORS -> true;
      case INTERRUPTED, FAILED -> false;
    };
  }

  /** Returns the word that reports and tables use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
