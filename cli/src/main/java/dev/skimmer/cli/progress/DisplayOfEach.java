package dev.skimmer.cli.progress;

import dev.skimmer.engine.SyncListener;
import dev.skimmer.engine.SyncProgress;
import java.util.Optional;
import java.util.function.Supplier;

/** Shows syncs that follow one another, each on a display of its own. */
final class DisplayOfEach implements SyncListener {
  private final Supplier<SyncListener> displays;
  private Optional<SyncListener> current = Optional.empty();

  DisplayOfEach(Supplier<SyncListener> displays) {
    this.displays = displays;
  }

  @Override
  public synchronized void onProgress(SyncProgress progress) {
    if (current.isEmpty()) {
      current = Optional.of(displays.get());
    }
    current.get().onProgress(progress);
  }

  @Override
  public synchronized void onEnd() {
    current.ifPresent(SyncListener::onEnd);
    current = Optional.empty();
  }
}
