package dev.skimmer.cli;

import dev.skimmer.cli.progress.Progress;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.Run;
import dev.skimmer.engine.SyncResult;
import jakarta.inject.Inject;

/** Runs one sync, shows how it goes, and ends it in order when a signal comes. */
final class SyncRunner {
  static final String STOPPING = "stopping; what was read is being committed ...";

  private final StopOnSignal signals;
  private final Messages messages;

  @Inject
  SyncRunner(StopOnSignal signals, Messages messages) {
    this.messages = messages;
    this.signals = signals;
  }

  /** Runs a pass, and says on a signal what becomes of it. */
  SyncResult run(Pipeline pipeline, Progress progress) {
    Run<SyncResult> sync = pipeline.listener(progress.listener()).sync();
    signals.watch(
        () -> {
          if (progress != Progress.QUIET) {
            messages.say(STOPPING);
          }
          sync.stop();
        });
    return sync.run();
  }
}
