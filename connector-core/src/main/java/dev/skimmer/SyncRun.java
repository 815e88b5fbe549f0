package dev.skimmer;

import dev.skimmer.engine.Consent;
import dev.skimmer.engine.Sync;
import dev.skimmer.engine.SyncListener;
import dev.skimmer.engine.SyncOptions;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A sync that is ready to run. One thread runs it; any may stop it. */
public final class SyncRun {
  private final Function<Context, Source.Session> source;
  private final Function<Context, Destination.Session> destination;
  private final SyncOptions options;
  private final Set<Consent> consents;
  private final SyncListener listener;
  private final AtomicReference<Optional<Sync>> running = new AtomicReference<>(Optional.empty());
  private volatile boolean stopped;

  SyncRun(
      Function<Context, Source.Session> source,
      Function<Context, Destination.Session> destination,
      SyncOptions options,
      Set<Consent> consents,
      SyncListener listener) {
    this.source = source;
    this.destination = destination;
    this.options = options;
    this.consents = consents;
    this.listener = listener;
  }

  /**
   * Connects to both ends, makes one pass or goes on with an unfinished one, and closes them. May
   * be called again, but for a run that was stopped: it would stop at once.
   *
   * @throws ConnectorException when the pass could not be finished; what is committed stays
   */
  public SyncResult run() {
    Context context = Context.system();
    try (Source.Session from = source.apply(context);
        Destination.Session to = destination.apply(context)) {
      Sync sync = new Sync(from, to, options, context, consents);
      running.set(Optional.of(sync));
      // A stop that came before the sync was there for it to reach.
      if (stopped) {
        sync.stop();
      }
      return sync.run(listener);
    } finally {
      running.set(Optional.empty());
    }
  }

  /** Makes the run commit what it has and return. Never blocks. */
  public void stop() {
    stopped = true;
    running.get().ifPresent(Sync::stop);
  }
}
