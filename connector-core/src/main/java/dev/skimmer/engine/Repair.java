package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes those rows equal to the source that a {@link Verification} has found to differ, and reads
 * no others. Takes the pipeline for that time, as a sync does, and leaves the state of the last
 * pass as it is.
 *
 * <p>First it is told the differences, whose keys it keeps in a temporary file; then one thread
 * runs it, once.
 */
final class Repair implements Consumer<Difference>, AutoCloseable {
  private final Source.Session source;
  private final Destination.Session destination;
  private final SyncOptions options;
  private final Context context;
  private final KnownTables tables;
  private final Map<TableId, RepairedRows> rows = new LinkedHashMap<>();
  private long beyondRepair;
  private volatile boolean stopped;

  /**
   * Creates a repair.
   *
   * @param context the one that both sessions were opened with
   */
  Repair(
      Source.Session source,
      Destination.Session destination,
      SyncOptions options,
      Context context) {
    this.source = source;
    this.destination = destination;
    this.options = options;
    this.context = context;
    this.tables = new KnownTables(source.tables(), destination);
    tables.all().forEach(table -> rows.put(table.schema().id(), new RepairedRows()));
  }

  @Override
  public void accept(Difference difference) {
    RepairedRows table = rows.get(tables.mainOf(difference.table()));
    if (!table.add(difference, tables.isSeries(difference.table()))) {
      beyondRepair++;
    }
  }

  /** Makes {@link #run} commit what it has and return soon. Never blocks; from any thread. */
  void stop() {
    stopped = true;
  }

  /**
   * Reads the keys again and writes what they hold.
   *
   * @throws ConnectorException when another sync holds the pipeline, no sync has filled the tables,
   *     or more rows would go than {@code max_delete_percent} allows; nothing is changed then
   */
  RepairResult run() {
    Retries retries = Retries.of(options, Time.SYSTEM);
    String pipeline = source.pipeline();
    LeaseRule rule = new LeaseRule(pipeline, LocalProcess.newHolder(), false, context.clock());
    Tenure tenure = Tenure.at(destination, rule, tables, options, retries);
    try {
      TableSelection selection = new TableSelection(source, destination);
      tenure.take(state -> requireGoodStart(state, selection));
      selection.apply(destination);
      tables.bringUpTo(tenure::token, table -> 0, tenure::renewIfDue);
      SyncState state = tenure.state().orElseThrow();
      tables.beginPass(state.lastCompletePass());
      rows.forEach((id, table) -> requireFewDeletes(tables.of(id), table));
      return write(tenure, state, retries);
    } finally {
      tenure.release();
    }
  }

  private void requireGoodStart(Optional<SyncState> state, TableSelection selection) {
    if (state.isEmpty()) {
      throw new ConnectorException(
          ErrorCode.TABLE_FOREIGN,
          "No sync has filled table %s, so there is nothing to repair. Nothing was changed. Run a sync."
              .formatted(source.pipeline()));
    }
    new StateGate(source.pipeline(), source, false, context.clock())
        .requireGoodStart(state, selection.mainTables(), destination, () -> 0);
  }

  private void requireFewDeletes(KnownTable table, RepairedRows repaired) {
    DeleteGuard guard = new DeleteGuard(options.maxDeletePercent());
    if (repaired.extraRows() > guard.allowed(table.size())) {
      throw guard.refusal(
          repaired.extraRows(),
          table.size(),
          table.schema().id(),
          DeleteGuard.NO_KEY,
          "Nothing was changed.",
          "repair");
    }
  }

  private RepairResult write(Tenure tenure, SyncState state, Retries retries) {
    EpochGuard guard = new EpochGuard(source, retries.call(source::epoch));
    Counts counts =
        new Reread(source, destination, options, tables, context.clock(), () -> stopped)
            .run(rows, guard, state, tenure, retries);
    long left = stopped ? 0 : rows.values().stream().mapToLong(this::left).sum();
    return new RepairResult(
        counts.inserted(),
        counts.updated(),
        counts.deleted(),
        counts.appended(),
        counts.errors(),
        beyondRepair + left,
        !stopped);
  }

  private long left(RepairedRows table) {
    return table.isEmpty() ? 0 : table.left(destination);
  }

  /** Removes the temporary files. */
  @Override
  public void close() {
    rows.values().forEach(RepairedRows::close);
  }
}
