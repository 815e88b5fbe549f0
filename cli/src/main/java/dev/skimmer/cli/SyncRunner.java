package dev.skimmer.cli;

import dev.skimmer.SyncBuilder;
import dev.skimmer.SyncRun;
import dev.skimmer.cli.progress.Progress;
import dev.skimmer.engine.Consent;
import dev.skimmer.engine.DryRun;
import dev.skimmer.engine.DryRunResult;
import dev.skimmer.engine.PlannedChange;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Opens both ends, runs one sync, and closes them in every case. */
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
  SyncResult run(
      PipelineConfiguration configuration, Set<Consent> consents, Progress.Detail detail) {
    try (Progress progress = Progress.open(detail)) {
      SyncBuilder sync =
          dev.skimmer.Skimmer.sync()
              .from(configuration.source()::open)
              .to(configuration.destination()::open)
              .options(configuration.options())
              .listener(progress);
      consents.forEach(sync::consent);
      SyncRun run = sync.prepare();
      signals.watch(
          () -> {
            if (detail != Progress.Detail.QUIET) {
              messages.say(STOPPING);
            }
            run.stop();
          });
      return run.run();
    }
  }

  /** Tells what a sync would do, and writes nothing. */
  DryRunResult dryRun(
      PipelineConfiguration configuration,
      Set<Consent> consents,
      Consumer<PlannedChange> listener) {
    Context context = Context.system();
    boolean isThere = configuration.destination().isThere();
    try (Source.Session source = configuration.source().open(context);
        Destination.Session destination =
            isThere ? configuration.destination().open(context) : null) {
      DryRun run =
          new DryRun(
              source, Optional.ofNullable(destination), configuration.options(), context, consents);
      signals.watch(run::stop);
      return run.run(listener);
    }
  }
}
