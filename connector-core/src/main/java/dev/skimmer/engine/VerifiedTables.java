package dev.skimmer.engine;

import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** All tables under one verification. Used by one thread, but for what readers ask of the rows. */
final class VerifiedTables {
  private final Source.Session source;
  private final Destination.Session destination;
  private final KnownTables known;
  private final int mostSuspects;
  private final Consumer<Difference> differences;
  private final Map<TableId, VerifiedRows> rows = new LinkedHashMap<>();
  private final Map<TableId, VerifiedSeries> series = new LinkedHashMap<>();
  private final Map<TableId, Suspects> suspects = new HashMap<>();
  private long unreadable;

  /**
   * Creates the tables, without having looked at them.
   *
   * @param known tells the tables apart
   * @param mostSuspects of how many rows a table it is looked at more closely why they differ
   * @param differences is told of each difference
   */
  VerifiedTables(
      Source.Session source,
      Destination.Session destination,
      KnownTables known,
      int mostSuspects,
      Consumer<Difference> differences) {
    this.source = source;
    this.destination = destination;
    this.known = known;
    this.mostSuspects = mostSuspects;
    this.differences = differences;
  }

  /** Takes in the rows of a main table that the sample chooses, and of all that belong to it. */
  void load(TableSchema main, Predicate<KeyHash> sample) {
    VerifiedRows table =
        new VerifiedRows(
            new RowDigest(main), known.of(main.id()).quarantine(), destination, sample);
    table.load(differences);
    rows.put(main.id(), table);
    suspects.put(main.id(), new Suspects(table, mostSuspects));
    source.tables().stream()
        .filter(schema -> schema.role() == TableRole.SERIES)
        .filter(schema -> known.mainOf(schema.id()).equals(main.id()))
        .forEach(schema -> loadSeries(schema, table));
  }

  private void loadSeries(TableSchema schema, VerifiedRows main) {
    VerifiedSeries table = new VerifiedSeries(new RowDigest(schema), main, destination);
    table.load(differences);
    series.put(schema.id(), table);
  }

  Map<TableId, VerifiedRows> rows() {
    return rows;
  }

  /** Compares what a sync would write now with what the tables hold. */
  void compare(List<Operation> operations) {
    for (Operation operation : operations) {
      if (operation instanceof Upsert upsert) {
        compare(upsert);
      } else if (operation instanceof Delete delete) {
        compare(delete);
      }
    }
  }

  private void compare(Upsert upsert) {
    TableId table = upsert.table();
    if (known.isMain(table)) {
      compareRow(upsert);
    } else if (known.isSeries(table)) {
      series.get(table).compare(upsert).ifPresent(differences);
    } else if (known.isErrors(table)) {
      unreadable++;
      if (!upsert.known()) {
        report(table, known.keyText(upsert), DifferenceKind.ERROR_ENTRY_DIFFERS);
      }
    }
  }

  private void compareRow(Upsert upsert) {
    TableId table = upsert.table();
    VerifiedRows held = rows.get(table);
    if (known.of(table).isIncomplete(upsert) || held.holds(upsert.key(), upsert.row())) {
      return;
    }
    if (!held.isKnown(upsert.key())) {
      report(table, known.keyText(upsert), DifferenceKind.MISSING_ROW);
    } else if (!suspects.get(table).add(upsert.key(), upsert.row())) {
      report(table, known.keyText(upsert), DifferenceKind.ROW_DIFFERS);
    }
  }

  /** Rows of a series go with the row of their key, or make place for those that follow. */
  private void compare(Delete delete) {
    if (known.isMain(delete.table())) {
      report(delete.table(), delete.keyText(), DifferenceKind.EXTRA_ROW);
    } else if (known.isErrors(delete.table())) {
      report(delete.table(), delete.keyText(), DifferenceKind.ERROR_ENTRY_DIFFERS);
    }
  }

  /** Looks at the rows that differ once more, to say why. */
  void resolveSuspects() {
    suspects.values().forEach(table -> table.resolve(source, destination, differences));
  }

  /** Finds rows of series that belong to no key. */
  void findOrphans() {
    series.values().stream()
        .filter(VerifiedSeries::hasForeignRows)
        .forEach(table -> table.findOrphans(differences));
  }

  /** Returns how many keys could not be read. */
  long unreadable() {
    return unreadable;
  }

  /** Returns how many rows of series the source does not hold any more. */
  long kept() {
    return series.values().stream().mapToLong(VerifiedSeries::kept).sum();
  }

  long sum(ToLongFunction<VerifiedRows> number) {
    return rows.values().stream().mapToLong(number).sum();
  }

  private void report(TableId table, String keyText, DifferenceKind kind) {
    differences.accept(Difference.ofRow(table, keyText, kind));
  }
}
