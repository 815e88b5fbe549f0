package dev.skimmer.engine;

import dev.skimmer.fault.FailPoints;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
final class Sync {
  private static final Logger LOG = LoggerFactory.getLogger(Sync.class);

  private final Source.Session source;
  private final Destination.Session destination;
  private final SyncOptions options;
  private final Context context;
  private final Time time;
  private final String pipeline;
  private final KnownTables tables;
  private final StateGate gate;
  private final LeaseRule rule;
  private final boolean prunes;
  private volatile boolean stopped;

  /**
   * Creates a sync.
   *
   * @param context the one that both sessions were opened with
   * @param consents what the user agrees to
   */
  Sync(
      Source.Session source,
      Destination.Session destination,
      SyncOptions options,
      Context context,
      Set<Consent> consents) {
    this(source, destination, options, context, consents, Time.SYSTEM, LocalProcess.newHolder());
  }

  Sync(
      Source.Session source,
      Destination.Session destination,
      SyncOptions options,
      Context context,
      Set<Consent> consents,
      Time time,
      LeaseHolder holder) {
    this.source = source;
    this.destination = destination;
    this.options = options;
    this.context = context;
    this.time = time;
    this.pipeline = source.pipeline();
    this.tables = new KnownTables(source.tables(), destination);
    this.gate = new StateGate(pipeline, source, consents.contains(Consent.ADOPT), context.clock());
    this.prunes = consents.contains(Consent.PRUNE);
    this.rule =
        new LeaseRule(pipeline, holder, consents.contains(Consent.TAKE_OVER), context.clock());
  }

  /** Makes a run in progress, or the next one, commit what it has and return. Never blocks. */
  void stop() {
    stopped = true;
  }

  /**
   * Runs one pass to its end, or goes on with the one that an earlier run left unfinished.
   *
   * @throws ConnectorException when the pass could not be finished; what is committed stays
   */
  SyncResult run(SyncListener listener) {
    Retries retries = Retries.of(options, time);
    RunReport report = retries.call(() -> new RunReport(context, source, tables));
    Tenure tenure = Tenure.at(destination, rule, tables, options, retries);
    ProgressSampler sampler = ProgressSampler.start(report::progress, listener);
    try {
      return runPasses(report, retries, tenure);
    } finally {
      sampler.close();
      tenure.release();
    }
  }

  /**
   * Reads only these keys again, writes what differs, and removes the rows of those that are gone.
   * No pass: its state stays as it is, and nothing is recorded in the history.
   *
   * @param keys by main table, as texts of its key column
   * @param removals what reading named keys has removed since the last pass
   * @return empty where nothing was read, since only a pass may: the last one has not come to its
   *     end, or the server is not in the run that it was read in
   * @throws ConnectorException when they could not be read or written; what is committed stays
   */
  Optional<RefreshResult> refresh(Map<TableId, Set<String>> keys, Removals removals) {
    Retries retries = Retries.of(options, time);
    Tenure tenure = Tenure.at(destination, rule, tables, options, retries);
    try {
      TableSelection selection = retries.call(() -> new TableSelection(source, destination));
      takePipeline(tenure, selection, retries);
      retries.run(() -> selection.apply(destination));
      Epoch epoch = retries.call(source::epoch);
      Optional<SyncState> state =
          tenure.state().filter(last -> last.isCompleteIn(source.scope(), epoch));
      EpochGuard guard = new EpochGuard(source, epoch);
      Map<TableId, NamedRows> rows = new LinkedHashMap<>();
      // A table that is not there yet is created by a pass, where there are keys for it.
      selection.mainTables().stream()
          .filter(keys::containsKey)
          .forEach(
              table ->
                  rows.put(
                      table, new NamedRows(keys.get(table), removals, context.clock().instant())));
      return state.map(last -> refresh(rows, guard, last, tenure, retries));
    } catch (ConnectorException e) {
      tables.distrust();
      throw e;
    } finally {
      tenure.release();
    }
  }

  private RefreshResult refresh(
      Map<TableId, NamedRows> rows,
      EpochGuard guard,
      SyncState state,
      Tenure tenure,
      Retries retries) {
    retries.run(() -> tables.bringUpTo(tenure::token, this::estimatedKeys, tenure::renewIfDue));
    tables.beginPass(state.lastCompletePass());
    Counts counts =
        new Reread(source, destination, options, tables, context.clock(), () -> stopped)
            .run(rows, guard, state, tenure, retries);
    return RefreshResult.of(counts);
  }

  private SyncResult runPasses(RunReport report, Retries retries, Tenure tenure) {
    Attempts attempts = retries.attempts();
    while (true) {
      try {
        return runPass(report, retries, tenure);
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

  private SyncResult runPass(RunReport report, Retries retries, Tenure tenure) {
    TableSelection selection = retries.call(() -> new TableSelection(source, destination));
    takePipeline(tenure, selection, retries);
    FailPoints.pass("after the lease is taken");
    retries.run(() -> selection.apply(destination));
    retries.run(() -> destination.apply(SyncsTable.SCHEMA));
    retries.run(() -> tables.bringUpTo(tenure::token, this::estimatedKeys, tenure::renewIfDue));
    Epoch epoch = retries.call(source::epoch);
    List<Split> plan = plan(selection, retries);
    Optional<SyncState> resumed = gate.resumable(tenure.state(), epoch, plan);
    SyncState begun = resumed.orElseGet(() -> gate.newPass(tenure.state(), epoch));
    retries.run(() -> tables.beginPass(begun.lastCompletePass()));
    report.begin(begun.pass(), resumed.isPresent());
    FailPoints.pass("before the first row");
    try (Writer writer = retries.call(() -> destination.openWriter(pipeline))) {
      Committer committer = new Committer(writer, tenure, tables, report.counts(), retries, begun);
      return runPhases(
          newPass(committer, new PassProgress(begun, plan), epoch, retries), plan, report);
    }
  }

  private void takePipeline(Tenure tenure, TableSelection selection, Retries retries) {
    tenure.take(
        state ->
            retries.run(
                () ->
                    gate.requireGoodStart(
                        state, selection.mainTables(), destination, this::countRows)));
  }

  /** Makes no room for more than there is, which is nothing unless the sync is refused. */
  private long countRows() {
    tables.bringUpTo(Optional::empty, table -> 0, () -> {});
    return tables.rows();
  }

  private List<Split> plan(TableSelection selection, Retries retries) {
    return retries.call(() -> source.plan(SplitReaders.PARALLELISM)).stream()
        .filter(split -> selection.contains(split.table()))
        .toList();
  }

  private Pass newPass(Committer committer, PassProgress progress, Epoch epoch, Retries retries) {
    return new Pass(
        source,
        tables,
        new EpochGuard(source, epoch),
        progress,
        committer,
        new CommitPace(
            options.checkpointRecords(), destination.minimumCommitInterval(), time::nanos),
        new TextLimit(tables, destination.maxTextBytes(), context.clock()),
        retries);
  }

  private SyncResult runPhases(Pass pass, List<Split> plan, RunReport report) {
    Ending ending = new Ending(pipeline, pass, report);
    boolean finished;
    try {
      report.scanning(plan, pass.progress());
      new ScanPhase(pass).run(plan, SplitReaders.PARALLELISM, () -> stopped);
      FailPoints.pass("between scan and sweep");
      finished = pass.progress().isFullyScanned() && sweep(pass, report);
    } catch (ConnectorException e) {
      ending.record(e);
      throw e;
    }
    return ending.commit(finished);
  }

  private boolean sweep(Pass pass, RunReport report) {
    requireSameServer(pass);
    report.sweeping();
    SweepPhase phase = new SweepPhase(pass, prunes);
    boolean finished = phase.run(options.maxDeletePercent(), () -> stopped);
    phase.commit();
    return finished && (!prunes || new PrunePhase(pass).run(() -> stopped));
  }

  /** What was read is kept even where nothing may be removed: it was the truth when it was read. */
  private static void requireSameServer(Pass pass) {
    try {
      pass.requireSameServer();
    } catch (ConnectorException e) {
      pass.committer().commitPending(pass.progress().state());
      throw e;
    }
  }

  private long estimatedKeys(TableId table) {
    return source.estimatedKeys(table).orElse(0);
  }
}
