package dev.skimmer.engine;

import dev.skimmer.spi.ChangeHints;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A sync that keeps both ends open between its runs, and the index of what the tables hold, so that
 * the next run begins sooner. A destination that would keep others from reading the tables
 * meanwhile is closed after each run, and opened by the next one.
 *
 * <p>Used by one thread, but for {@link #stop}. After a {@link ConnectorException} it may be run
 * again; where a connection is lost for good, close it and open another.
 */
public final class OpenSync implements Run<SyncResult>, AutoCloseable {
  private final Pipeline pipeline;
  private final Context context = Context.system();
  private final Source.Session source;
  private final StoppableRun<SyncResult> run = new StoppableRun<>(running -> pass());
  private Set<Consent> consents;
  private Optional<Destination.Session> destination = Optional.empty();
  private Optional<Sync> kept = Optional.empty();
  private Optional<String> nextMark = Optional.empty();
  private Optional<String> lastMark = Optional.empty();
  private long lastRunNanos;
  private boolean finished;
  private Removals removals;
  private Duration commitInterval = Duration.ZERO;

  OpenSync(Pipeline pipeline, Set<Consent> consents) {
    this.pipeline = pipeline;
    this.consents = consents;
    this.removals = newRemovals();
    this.source = pipeline.source().open(context);
  }

  /**
   * Asks the source whether anything may have changed since the last run began that came to its
   * end. No source counts everything, so that a run is due after {@code full_pass_minutes},
   * whatever it says.
   *
   * @throws ConnectorException when the source cannot be asked
   */
  public boolean isDue() {
    nextMark = source.changeMark();
    return nextMark.isEmpty() || !nextMark.equals(lastMark) || isOld();
  }

  private boolean isOld() {
    Duration limit = Duration.ofMinutes(pipeline.options().fullPassMinutes());
    return System.nanoTime() - lastRunNanos >= limit.toNanos();
  }

  /** Makes one pass, or goes on with an unfinished one. What was consented to is for the first. */
  @Override
  public SyncResult run() {
    return run.run();
  }

  private SyncResult pass() {
    Optional<String> mark = nextMark;
    nextMark = Optional.empty();
    lastMark = Optional.empty();
    lastRunNanos = System.nanoTime();
    finished = false;
    removals = newRemovals();
    SyncResult result = withSync(sync -> sync.run(pipeline.listener()));
    if (result.outcome().isFinished()) {
      finished = true;
      // A pass that goes on has read its first part before the mark was taken.
      lastMark = result.resumed() ? Optional.empty() : mark;
    }
    forgetConsents();
    return result;
  }

  private Removals newRemovals() {
    return new Removals(new DeleteGuard(pipeline.options().maxDeletePercent()));
  }

  /** See {@link Source.Session#listen}. */
  Optional<ChangeHints> listen(Runnable whenNamed) {
    return source.listen(whenNamed);
  }

  /**
   * Reads some keys again, once a pass of this sync has come to its end.
   *
   * @param keys by main table
   */
  Optional<RefreshResult> refresh(Map<TableId, Set<String>> keys) {
    return finished ? withSync(sync -> sync.refresh(keys, removals)) : Optional.empty();
  }

  /** Returns how long the destination wants to be left alone between two commits. */
  Duration commitInterval() {
    return commitInterval;
  }

  private <R> R withSync(Function<Sync, R> action) {
    Destination.Session opened = openDestination();
    commitInterval = opened.minimumCommitInterval();
    try {
      if (kept.isEmpty()) {
        kept = Optional.of(new Sync(source, opened, pipeline.options(), context, consents));
      }
      Sync sync = kept.get();
      run.stoppedBy(sync::stop);
      return action.apply(sync);
    } finally {
      if (opened.excludesReaders()) {
        closeDestination();
      }
    }
  }

  private Destination.Session openDestination() {
    if (destination.isEmpty()) {
      destination = Optional.of(pipeline.destination().open(context));
    }
    return destination.get();
  }

  private void forgetConsents() {
    if (!consents.isEmpty()) {
      consents = Set.of();
      kept = Optional.empty();
    }
  }

  private void closeDestination() {
    destination.ifPresent(Destination.Session::close);
    destination = Optional.empty();
    kept = Optional.empty();
  }

  @Override
  public void stop() {
    run.stop();
  }

  /** Disconnects; may be called twice. */
  @Override
  public void close() {
    closeDestination();
    source.close();
  }
}
