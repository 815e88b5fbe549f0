package dev.skimmer.cli;

import dev.skimmer.engine.Consent;
import dev.skimmer.engine.Sync;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The destination of passes that follow one another: kept open with the index of its rows, unless
 * that would keep others from reading the tables. Used by one thread.
 */
final class WatchedDestination implements AutoCloseable {
  private final PipelineConfiguration configuration;
  private final Source.Session source;
  private final Context context;
  private Optional<Destination.Session> open = Optional.empty();
  private Optional<Sync> kept = Optional.empty();

  WatchedDestination(PipelineConfiguration configuration, Source.Session source, Context context) {
    this.configuration = configuration;
    this.source = source;
    this.context = context;
  }

  /** Runs something with a sync, opening the destination first where it is closed. */
  void sync(Set<Consent> consents, Consumer<Sync> run) {
    if (open.isEmpty()) {
      open = Optional.of(configuration.destination().open(context));
    }
    Destination.Session destination = open.get();
    try {
      if (kept.isEmpty()) {
        kept =
            Optional.of(new Sync(source, destination, configuration.options(), context, consents));
      }
      run.accept(kept.get());
    } finally {
      if (destination.excludesReaders()) {
        close();
      } else if (!consents.isEmpty()) {
        kept = Optional.empty();
      }
    }
  }

  @Override
  public void close() {
    open.ifPresent(Destination.Session::close);
    open = Optional.empty();
    kept = Optional.empty();
  }
}
