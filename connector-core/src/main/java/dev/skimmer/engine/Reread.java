package dev.skimmer.engine;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Reads some keys again and writes what they hold, in the run of a server that it began with.
 * Leaves the state of the last pass as it is. Used by the writing thread.
 */
final class Reread {
  private static final Duration MAX_WAIT = Duration.ofMillis(500);

  private final Source.Session source;
  private final Destination.Session destination;
  private final SyncOptions options;
  private final KnownTables tables;
  private final TextLimit limit;
  private final BooleanSupplier stopped;

  Reread(
      Source.Session source,
      Destination.Session destination,
      SyncOptions options,
      KnownTables tables,
      Clock clock,
      BooleanSupplier stopped) {
    this.source = source;
    this.destination = destination;
    this.options = options;
    this.tables = tables;
    this.limit = new TextLimit(tables, destination.maxTextBytes(), clock);
    this.stopped = stopped;
  }

  /**
   * Reads and writes.
   *
   * @param rows by the main table; the index of the tables is as of the last commit
   * @return what was committed
   */
  Counts run(
      Map<TableId, ? extends RereadRows> rows,
      EpochGuard guard,
      SyncState state,
      Tenure tenure,
      Retries retries) {
    // Forgets which series have been read before.
    source.plan(1);
    Counts counts = new Counts(tables);
    try (Writer writer = destination.openWriter(source.pipeline())) {
      Committer committer = new Committer(writer, tenure, tables, counts, retries, state);
      rows.forEach(
          (id, table) -> {
            if (!table.isEmpty()) {
              table.use(tables.of(id));
              sweep(table, id, guard, committer, state);
            }
          });
      guard.check();
      committer.finish(state);
    }
    return counts;
  }

  private void sweep(
      RereadRows table, TableId id, EpochGuard guard, Committer committer, SyncState state) {
    try (SplitReader reader = source.sweep(id, table)) {
      while (!reader.isFinished() && !stopped.getAsBoolean()) {
        List<Operation> operations = table.adapt(reader.poll(MAX_WAIT), tables);
        committer.add(limit.apply(operations));
        if (committer.pendingRecords() >= options.checkpointRecords() || committer.isLeaseDue()) {
          guard.check();
          committer.commit(state);
        }
      }
    }
  }
}
