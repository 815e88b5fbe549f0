package dev.skimmer.cli.progress;

import dev.skimmer.engine.SyncListener;
import dev.skimmer.engine.SyncProgress;
import java.util.Optional;

/**
 * Chooses how to show progress once a sync has taken half a second, so that a short one costs
 * nothing and shows nothing.
 */
final class ProgressDisplay implements SyncListener {
  private static final long PATIENCE_NANOS = 500_000_000L;

  private final boolean verbose;
  private final long startedNanos = System.nanoTime();
  private Optional<SyncListener> chosen = Optional.empty();

  ProgressDisplay(boolean verbose) {
    this.verbose = verbose;
  }

  @Override
  public synchronized void onProgress(SyncProgress progress) {
    if (chosen.isEmpty() && System.nanoTime() - startedNanos >= PATIENCE_NANOS) {
      chosen = Optional.of(choose());
    }
    chosen.ifPresent(display -> display.onProgress(progress));
  }

  @Override
  public synchronized void onEnd() {
    chosen.ifPresent(SyncListener::onEnd);
  }

  private SyncListener choose() {
    return TerminalSize.ofStandardError().isPresent()
        ? LiveProgress.open(verbose)
        : new PlainProgress(System.err, System::nanoTime, startedNanos, verbose);
  }
}
