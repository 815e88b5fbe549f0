package dev.skimmer.engine;

import dev.skimmer.spi.Split;
import dev.skimmer.spi.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One pass over a source and a destination in memory, of which a test runs the phases itself. */
final class MemoryPass implements AutoCloseable {
  private static final Duration BUDGET = Duration.ofSeconds(60);

  final FakeTime time = new FakeTime();
  final KnownTables tables;
  final Counts counts;
  final Committer committer;
  final Pass pass;
  private final Writer writer;
  private final List<Split> plan;

  MemoryPass(MemorySource source, MemoryDestination destination, int checkpointRecords) {
    Clock clock = Clock.systemUTC();
    source.tables().forEach(destination::apply);
    tables = new KnownTables(source.tables(), destination);
    Retries retries = new Retries(Backoff.DEFAULT, BUDGET, time);
    LeaseRule rule = new LeaseRule("memory", LocalProcess.newHolder(), false, clock);
    Tenure tenure = new Tenure(rule, destination.stateStore("memory"), tables, BUDGET, retries);
    tenure.take(state -> {});
    tables.bringUpTo(tenure::token, table -> 0, () -> {});
    StateGate gate = new StateGate("memory", source, false, clock);
    SyncState begun = gate.newPass(tenure.state(), source.epoch());
    tables.beginPass(Optional.empty());
    plan = source.plan(1);
    writer = destination.openWriter("memory");
    counts = new Counts(tables);
    committer = new Committer(writer, tenure, tables, counts, retries, begun);
    pass =
        new Pass(
            source,
            tables,
            new EpochGuard(source, source.epoch()),
            new PassProgress(begun, plan),
            committer,
            new CommitPace(checkpointRecords, Duration.ZERO, time::nanos),
            new TextLimit(tables, OptionalLong.empty(), clock),
            retries);
  }

  /** Reads every key and commits what it brought. */
  MemoryPass scanned() {
    new ScanPhase(pass).run(plan, 1, () -> false);
    pass.pace().commit(() -> committer.commit(pass.progress().state()));
    return this;
  }

  SweepPhase sweep() {
    return new SweepPhase(pass, false);
  }

  /** Sweeps and commits that, so that what is unseen then is outside the scope. */
  PrunePhase swept() {
    SweepPhase sweep = sweep();
    sweep.run(100, () -> false);
    sweep.commit();
    return new PrunePhase(pass);
  }

  @Override
  public void close() {
    writer.close();
  }
}
