package dev.skimmer.cli;

import dev.skimmer.engine.SyncListener;
import dev.skimmer.engine.SyncProgress;
import java.io.PrintStream;

/** Prints a plain line about a sync that takes long, every ten seconds. */
final class ProgressLine implements SyncListener {
  private static final long INTERVAL_NANOS = 10_000_000_000L;

  private final PrintStream err;
  private long printedAt = System.nanoTime();

  ProgressLine(PrintStream err) {
    this.err = err;
  }

  @Override
  public void onProgress(SyncProgress progress) {
    long now = System.nanoTime();
    if (now - printedAt < INTERVAL_NANOS) {
      return;
    }
    printedAt = now;
    String of =
        progress.expected().isPresent()
            ? " of about " + Figures.number(progress.expected().getAsLong())
            : "";
    err.printf(
        "skimmer: %s%s keys read, %s rows changed, %s errors, %s MB%n",
        Figures.number(progress.scanned()),
        of,
        Figures.number(progress.changed()),
        Figures.number(progress.errors()),
        Figures.number(progress.bytesRead() >> 20));
  }
}
