package dev.skimmer.cli.progress;

import dev.skimmer.engine.SyncListener;

/** How much is shown of how syncs go, on {@link System#err}. */
public enum Progress {
  /** Nothing. */
  QUIET,
  /** An entry of the log each ten seconds. */
  LOGGED,
  /** A line that is rewritten where there is a terminal; otherwise a line each ten seconds. */
  NORMAL,
  /** The same with a line for each split. */
  VERBOSE;

  /** Returns what shows it, for one sync after another. */
  public SyncListener listener() {
    return switch (this) {
      case QUIET -> SyncListener.NONE;
      case LOGGED -> new DisplayOfEach(() -> new LoggedProgress(System::nanoTime));
      case NORMAL -> new DisplayOfEach(() -> new ProgressDisplay(false));
      case VERBOSE -> new DisplayOfEach(() -> new ProgressDisplay(true));
    };
  }
}
