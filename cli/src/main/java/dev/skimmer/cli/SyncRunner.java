package dev.skimmer.cli;

import dev.skimmer.engine.Consent;
import dev.skimmer.engine.Sync;
import dev.skimmer.engine.SyncListener;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import jakarta.inject.Inject;
import java.util.Set;

/** Opens both ends, runs one sync, and closes them in every case. */
final class SyncRunner {
  private final Console console;
  private final StopOnSignal signals;

  @Inject
  SyncRunner(Console console, StopOnSignal signals) {
    this.console = console;
    this.signals = signals;
  }

  SyncResult run(PipelineConfiguration configuration, Set<Consent> consents) {
    Context context = Context.system();
    try (Source.Session source = configuration.source().open(context);
        Destination.Session destination = configuration.destination().open(context)) {
      Sync sync = new Sync(source, destination, configuration.options(), context, consents);
      signals.watch(sync::stop);
      SyncListener listener = new ProgressLine(console.err());
      return sync.run(listener);
    }
  }
}
