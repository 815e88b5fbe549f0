package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.StateStore;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the tables of a destination equal to a source, and keeps them so with each further {@link
 * #run}. Between runs it keeps the index of fingerprints, which the next run uses if nobody else
 * has committed meanwhile.
 *
 * <p>One thread runs it; {@link #stop()} may come from any. The caller opens the two sessions and
 * closes them.
 */
public final class Sync {
  private static final Logger LOG = LoggerFactory.getLogger(Sync.class);
  private static final int PARALLELISM = 4;

  private final Source.Session source;
  private final Destination.Session destination;
  private final SyncOptions options;
  private final Context context;
  private final String pipeline;
  private final KnownTables tables;
  private final StateGate gate;
  private final Time time;
  private volatile boolean stopped;

  /**
   * Creates a sync.
   *
   * @param context the one that both sessions were opened with
   * @param adopt whether tables that another source filled, or that have no state, are taken over
   */
  public Sync(
      Source.Session source,
      Destination.Session destination,
      SyncOptions options,
      Context context,
      boolean adopt) {
    this(source, destination, options, context, adopt, Time.SYSTEM);
  }

  Sync(
      Source.Session source,
      Destination.Session destination,
      SyncOptions options,
      Context context,
      boolean adopt,
      Time time) {
    this.source = source;
    this.destination = destination;
    this.options = options;
    this.context = context;
    this.time = time;
    this.pipeline = source.pipeline();
    this.tables = new KnownTables(source.tables(), destination);
    this.gate = new StateGate(pipeline, source, adopt, context.clock());
  }

  /** Makes a run in progress, or the next one, commit what it has and return. Never blocks. */
  public void stop() {
    stopped = true;
  }

  /**
   * Runs one pass to its end, or goes on with the one that an earlier run left unfinished.
   *
   * @throws ConnectorException when the pass could not be finished; what is committed stays
   */
  public SyncResult run(SyncListener listener) {
    RunReport report = new RunReport(context, tables, listener, expectedKeys());
    Duration budget = Duration.ofSeconds(options.retrySeconds());
    Retries retries = new Retries(Backoff.DEFAULT, budget, time);
    Attempts attempts = retries.attempts();
    while (true) {
      try {
        return runPass(report, retries);
      } catch (ConnectorException e) {
        tables.distrust();
        if (e.code() != ErrorCode.SOURCE_CHANGED || stopped) {
          throw e;
        }
        attempts.begin();
        attempts.failed(e);
        LOG.warn("Beginning a new pass.");
      }
    }
  }

  private SyncResult runPass(RunReport report, Retries retries) {
    StateStore store = destination.stateStore(pipeline);
    Optional<StoredState> stored = retries.call(store::load);
    Optional<SyncState> state = gate.decode(stored);
    gate.requireSameSource(state);
    TableSelection selection = new TableSelection(source, destination);
    selection.apply(destination);
    destination.apply(SyncsTable.SCHEMA);
    tables.bringUpTo(
        stored.map(StoredState::token), table -> source.estimatedKeys(table).orElse(0));
    gate.requireOurs(state, tables.rows());
    gate.requireNoOtherPipeline(selection.mainTables(), destination);
    Epoch epoch = retries.call(source::epoch);
    List<Split> plan =
        source.plan(PARALLELISM).stream()
            .filter(split -> selection.contains(split.table()))
            .toList();
    Optional<SyncState> resumed = gate.resumable(state, epoch, plan);
    SyncState begun = resumed.orElseGet(() -> gate.newPass(state, epoch));
    tables.beginPass(begun.lastCompletePass());
    report.begin(begun.pass(), resumed.isPresent());
    try (Writer writer = destination.openWriter(pipeline)) {
      Pass pass =
          new Pass(
              source,
              tables,
              new EpochGuard(source, epoch),
              new PassProgress(begun, plan),
              new Committer(writer, store, tables, report.counts(), retries, stored, begun),
              new CommitPace(
                  options.checkpointRecords(), destination.minimumCommitInterval(), time::nanos),
              new TextLimit(tables, destination.maxTextBytes(), context.clock()),
              retries);
      return runPhases(pass, plan, report);
    }
  }

  private SyncResult runPhases(Pass pass, List<Split> plan, RunReport report) {
    boolean finished;
    try {
      new ScanPhase(pass).run(plan, PARALLELISM, () -> stopped, report::progress);
      finished = pass.progress().isFullyScanned() && sweep(pass, report);
    } catch (ConnectorException e) {
      recordFailure(pass, report, e);
      throw e;
    }
    pass.committer().commitPending(pass.progress().state());
    addEntry(pass, report, report.result(finished), null);
    pass.committer().commit(finished ? pass.progress().completed() : pass.progress().state());
    return report.result(finished);
  }

  private boolean sweep(Pass pass, RunReport report) {
    pass.guard().check();
    SweepPhase phase = new SweepPhase(pass);
    boolean finished = phase.run(options.maxDeletePercent(), () -> stopped, report::progress);
    phase.commit();
    return finished;
  }

  private void addEntry(Pass pass, RunReport report, SyncResult result, String message) {
    pass.committer()
        .add(List.of(SyncsTable.entry(report.id(), pipeline, report.startedAt(), result, message)));
  }

  /** Leaves a line about the failure in the table of syncs, where the destination still works. */
  private void recordFailure(Pass pass, RunReport report, ConnectorException failure) {
    if (failure.code() == ErrorCode.SOURCE_CHANGED || failure.code().exitCode() == 5) {
      return;
    }
    try {
      pass.committer().rollback();
      SyncResult result = report.failed();
      addEntry(pass, report, result, failure.getMessage());
      pass.committer().commit(pass.committer().committedState());
    } catch (ConnectorException e) {
      LOG.debug("The failure could not be recorded in {}", SyncsTable.SCHEMA.id(), e);
    }
  }

  private OptionalLong expectedKeys() {
    long sum = 0;
    for (KnownTable table : tables.all()) {
      OptionalLong keys = source.estimatedKeys(table.schema().id());
      if (keys.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += keys.getAsLong();
    }
    return OptionalLong.of(sum);
  }
}
