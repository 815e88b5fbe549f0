package dev.skimmer.cli.progress;

import dev.skimmer.engine.SyncListener;
import dev.skimmer.engine.SyncProgress;

/** Shows how a sync goes, until it is closed. */
public interface Progress extends SyncListener, AutoCloseable {
  /** Shows nothing. */
  Progress NONE = progress -> {};

  /** Begins to show what {@code detail} asks for, on {@link System#err}. */
  static Progress open(Detail detail) {
    return switch (detail) {
      case QUIET -> NONE;
      case LOGGED -> new LoggedProgress(System::nanoTime);
      case NORMAL -> new ProgressDisplay(false);
      case VERBOSE -> new ProgressDisplay(true);
    };
  }

  @Override
  void onProgress(SyncProgress progress);

  /** Takes away what is shown for the moment only. */
  @Override
  default void close() {}

  /** How much is shown. */
  enum Detail {
    /** Nothing. */
    QUIET,
    /** An entry of the log each ten seconds. */
    LOGGED,
    /** A line that is rewritten where there is a terminal; otherwise a line each ten seconds. */
    NORMAL,
    /** The same with a line for each split. */
    VERBOSE
  }
}
