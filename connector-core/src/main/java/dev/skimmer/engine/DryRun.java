package dev.skimmer.engine;

import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells what a sync would do now: reads the whole keyspace, compares it with the tables as a sync
 * does, and writes nothing, not even a table or a lease. One thread runs it, once; {@link #stop()}
 * may come from any. The caller opens the sessions and closes them.
 */
final class DryRun {
  private final Source.Session source;
  private final Destination.Session destination;
  private final SyncOptions options;
  private final Context context;
  private final boolean adopt;
  private final boolean prunes;
  private final Map<TableId, Long> added = new HashMap<>();
  private final Map<TableId, Long> removed = new HashMap<>();
  private final KnownTables tables;
  private final Counts counts;
  private final Map<TableId, ChangeIndex> gone = new HashMap<>();
  private volatile boolean stopped;

  /**
   * Creates a dry run.
   *
   * @param destination {@link NoDestination} where it is not there yet, and to open it would create
   *     it
   * @param context the one that the sessions were opened with
   * @param consents what the user would agree to
   */
  DryRun(
      Source.Session source,
      Destination.Session destination,
      SyncOptions options,
      Context context,
      Set<Consent> consents) {
    this.source = source;
    this.destination = destination;
    this.options = options;
    this.context = context;
    this.adopt = consents.contains(Consent.ADOPT);
    this.prunes = consents.contains(Consent.PRUNE);
    this.tables = new KnownTables(source.tables(), destination);
    this.counts = new Counts(tables);
  }

  /** Makes {@link #run} return soon. Never blocks. */
  void stop() {
    stopped = true;
  }

  /**
   * Compares.
   *
   * @param listener is told of each change, on this thread
   * @throws ConnectorException when one of both ends cannot be read, or a sync would be refused
   */
  DryRunResult run(Consumer<PlannedChange> listener) {
    Retries retries = Retries.of(options, Time.SYSTEM);
    Set<TableId> mains = new TableSelection(source, destination).mainTables();
    Optional<SyncState> state = state();
    tables.bringUpTo(Optional::empty, table -> 0, () -> {});
    new StateGate(source.pipeline(), source, adopt, context.clock())
        .requireGoodStart(state, mains, destination, tables::rows);
    tables.beginPass(state.flatMap(SyncState::lastCompletePass));
    Map<TableId, KnownTable> known = new LinkedHashMap<>();
    tables.all().stream()
        .filter(table -> mains.contains(table.schema().id()))
        .forEach(table -> known.put(table.schema().id(), table));
    TextLimit limit = new TextLimit(tables, destination.maxTextBytes(), context.clock());
    new Survey(source, known, retries, () -> stopped)
        .run(operations -> count(limit.apply(operations), listener));
    if (prunes && !stopped) {
      tellPruned(known.values(), listener);
    }
    return result();
  }

  private Optional<SyncState> state() {
    String pipeline = source.pipeline();
    return SyncStateCodec.decode(pipeline, destination.stateStore(pipeline).load()).sync();
  }

  private void count(List<Operation> operations, Consumer<PlannedChange> listener) {
    List<Operation> rows =
        operations.stream().filter(operation -> !(operation instanceof Checkpoint)).toList();
    for (Operation operation : rows) {
      if (operation instanceof Upsert upsert) {
        if (tables.isMain(upsert.table()) && isNew(upsert)) {
          added.merge(upsert.table(), 1L, Long::sum);
        }
        change(upsert).ifPresent(listener);
      } else if (operation instanceof Delete delete && tables.isMain(delete.table())) {
        listener.accept(
            new PlannedChange(delete.table(), PlannedChange.Kind.DELETE, delete.keyText()));
        if (prunes) {
          gone.computeIfAbsent(delete.table(), table -> new ChangeIndex(0)).markSeen(delete.key());
        }
        if (!tables.of(delete.table()).isSeen(delete.key())) {
          removed.merge(delete.table(), 1L, Long::sum);
        }
      }
    }
    counts.committed(rows);
  }

  /** What the sweep neither met nor called gone is outside the scope. */
  private void tellPruned(Collection<KnownTable> mains, Consumer<PlannedChange> listener) {
    for (KnownTable table : mains) {
      TableId id = table.schema().id();
      ChangeIndex deleted = gone.getOrDefault(id, new ChangeIndex(0));
      try (Stream<KnownRow> rows = table.unseen()) {
        rows.map(KnownRow::keyText)
            .filter(key -> RowDigest.keyOf(key).filter(deleted::isSeen).isEmpty())
            .forEach(key -> listener.accept(new PlannedChange(id, PlannedChange.Kind.PRUNE, key)));
      }
    }
  }

  private Optional<PlannedChange> change(Upsert upsert) {
    if (tables.isErrors(upsert.table())) {
      return Optional.of(planned(upsert, PlannedChange.Kind.ERROR));
    }
    if (!tables.isMain(upsert.table()) || tables.of(upsert.table()).isIncomplete(upsert)) {
      return Optional.empty();
    }
    return Optional.of(
        planned(upsert, isNew(upsert) ? PlannedChange.Kind.INSERT : PlannedChange.Kind.UPDATE));
  }

  private PlannedChange planned(Upsert upsert, PlannedChange.Kind kind) {
    return new PlannedChange(upsert.table(), kind, tables.keyText(upsert));
  }

  private boolean isNew(Upsert upsert) {
    KnownTable table = tables.of(upsert.table());
    return !table.isIncomplete(upsert) && !table.isKnown(upsert.key());
  }

  /** Returns whether the guard would stop the sync, which counts what it has just added. */
  private boolean isGuarded(KnownTable table) {
    TableId id = table.schema().id();
    long rows = table.size() + added.getOrDefault(id, 0L);
    // What is neither seen nor gone is outside the scope.
    long going = prunes ? table.unseenCount() : removed.getOrDefault(id, 0L);
    return going > new DeleteGuard(options.maxDeletePercent()).allowed(rows);
  }

  private long outOfScope() {
    return tables.unseenRows() - removed.values().stream().mapToLong(Long::longValue).sum();
  }

  private DryRunResult result() {
    long outOfScope = stopped ? 0 : outOfScope();
    return new DryRunResult(
        counts.inserted(),
        counts.updated(),
        counts.deleted() + (prunes ? outOfScope : 0),
        tables.unchanged(),
        counts.errors(),
        counts.appended(),
        prunes ? 0 : outOfScope,
        !stopped && tables.all().stream().anyMatch(this::isGuarded),
        !stopped);
  }
}
