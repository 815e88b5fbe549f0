package dev.skimmer.cli.progress;

import dev.skimmer.engine.SplitProgress;
import dev.skimmer.engine.SyncListener;
import dev.skimmer.engine.SyncProgress;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Prints a line about a sync that takes long, every ten seconds. Used by one thread. */
final class PlainProgress implements SyncListener {
  static final long INTERVAL_NANOS = 10_000_000_000L;

  private final PrintStream err;
  private final LongSupplier nanos;
  private final boolean verbose;
  private final Pace pace;
  private long printedAt;

  PlainProgress(PrintStream err, LongSupplier nanos, long startedNanos, boolean verbose) {
    this.err = err;
    this.nanos = nanos;
    this.verbose = verbose;
    this.printedAt = startedNanos;
    this.pace = new Pace();
  }

  @Override
  public void onProgress(SyncProgress progress) {
    long now = nanos.getAsLong();
    pace.add(now, progress.scanned());
    if (now - printedAt < INTERVAL_NANOS) {
      return;
    }
    printedAt = now;
    err.println(ProgressText.line(progress, pace, Integer.MAX_VALUE));
    if (verbose) {
      for (SplitProgress split : progress.splits()) {
        err.println(ProgressText.line(split));
      }
    }
  }
}
