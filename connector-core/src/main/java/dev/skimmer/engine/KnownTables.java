package dev.skimmer.engine;

import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The cache of what the destination holds in all tables of a pipeline, with the token of the commit
 * that it reflects.
 */
final class KnownTables {
  static final String ERRORS_SUFFIX = "_errors";

  /** For so many operations the memory of the index is fetched at once. */
  private static final int PAGE = 500;

  private final Map<TableId, KnownTable> byMainTable = new LinkedHashMap<>();
  private final Map<TableId, Quarantine> byErrorsTable = new HashMap<>();
  private final Map<TableId, TableSchema> seriesTables = new LinkedHashMap<>();
  private final Map<TableId, Integer> keyColumns = new HashMap<>();
  private Optional<String> token = Optional.empty();

  KnownTables(List<TableSchema> schemas, Destination.Session destination) {
    Map<TableId, TableSchema> byId = new HashMap<>();
    schemas.forEach(schema -> byId.put(schema.id(), schema));
    for (TableSchema schema : schemas) {
      keyColumns.put(schema.id(), schema.indexOf(ColumnRole.KEY).orElseThrow());
      if (schema.role() == TableRole.SERIES) {
        seriesTables.put(schema.id(), schema);
      }
      if (schema.role() == TableRole.MAIN) {
        TableSchema errors = byId.get(schema.id().withSuffix(ERRORS_SUFFIX));
        if (errors == null || errors.role() != TableRole.ERRORS) {
          throw new IllegalArgumentException(
              "The source names no errors table for main table " + schema.id());
        }
        Quarantine quarantine = new Quarantine(errors);
        byErrorsTable.put(errors.id(), quarantine);
        byMainTable.put(schema.id(), new KnownTable(schema, quarantine, destination));
      }
    }
  }

  Collection<KnownTable> all() {
    return byMainTable.values();
  }

  KnownTable of(TableId mainTable) {
    KnownTable table = byMainTable.get(mainTable);
    if (table == null) {
      throw new IllegalArgumentException("The source names no main table " + mainTable);
    }
    return table;
  }

  boolean isMain(TableId table) {
    return byMainTable.containsKey(table);
  }

  boolean isSeries(TableId table) {
    return seriesTables.containsKey(table);
  }

  /** Returns the main table that a table with rows of its keys belongs to, or the table itself. */
  TableId mainOf(TableId table) {
    return MainTables.mainOf(table, byMainTable.keySet());
  }

  String keyText(Upsert upsert) {
    return (String) upsert.row().value(keyColumns.get(upsert.table()));
  }

  boolean isErrors(TableId table) {
    return byErrorsTable.containsKey(table);
  }

  /**
   * Makes the cache reflect the last commit, reading the destination if it does not.
   *
   * @param stored tells the token of that commit, which others than those of rows may replace
   *     meanwhile
   * @param meanwhile is called now and then while rows are read
   */
  void bringUpTo(
      Supplier<Optional<String>> stored, ToLongFunction<TableId> expectedKeys, Runnable meanwhile) {
    if (token.isEmpty() || !token.equals(stored.get())) {
      token = Optional.empty();
      all().forEach(table -> table.load(expectedKeys.applyAsLong(table.schema().id()), meanwhile));
      token = stored.get();
    }
  }

  /** Notes that a commit without rows followed the one that the cache may reflect. */
  void carryOver(Optional<String> before, String after) {
    if (token.isPresent() && token.equals(before)) {
      token = Optional.of(after);
    }
  }

  void beginPass(Optional<Instant> lastCompletePass) {
    all().forEach(table -> table.beginPass(lastCompletePass, seriesOf(table)));
  }

  /** Returns the tables of samples and entries whose keys are those of a main table. */
  List<TableSchema> seriesOf(KnownTable main) {
    return seriesTables.values().stream()
        .filter(series -> mainOf(series.id()).equals(main.schema().id()))
        .toList();
  }

  /** Hands over each operation, with what the index knows of it at hand. */
  void forEach(List<Operation> operations, Consumer<Operation> consumer) {
    for (int from = 0; from < operations.size(); from += PAGE) {
      List<Operation> page = operations.subList(from, Math.min(operations.size(), from + PAGE));
      prepare(page);
      page.forEach(consumer);
    }
  }

  private void prepare(List<Operation> operations) {
    for (KnownTable table : all()) {
      KeyHash[] keys = new KeyHash[operations.size()];
      int count = 0;
      for (Operation operation : operations) {
        if (operation instanceof Upsert upsert && upsert.table().equals(table.schema().id())) {
          keys[count++] = upsert.key();
        }
      }
      table.prepare(keys, count);
    }
  }

  /** Takes over what has just been committed under a new token. */
  void committed(List<Operation> operations, String newToken) {
    forEach(operations, this::committed);
    token = Optional.of(newToken);
  }

  /** Makes the next {@link #bringUpTo} read the destination. */
  void distrust() {
    token = Optional.empty();
  }

  long rows() {
    return all().stream().mapToLong(KnownTable::size).sum();
  }

  long unseenRows() {
    return all().stream().mapToLong(KnownTable::unseenCount).sum();
  }

  long unchanged() {
    return all().stream().mapToLong(KnownTable::unchangedCount).sum();
  }

  private void committed(Operation operation) {
    if (operation instanceof Upsert upsert) {
      if (isMain(upsert.table())) {
        of(upsert.table()).committed(upsert);
      } else if (isErrors(upsert.table())) {
        byErrorsTable.get(upsert.table()).committed(upsert);
      }
    } else if (operation instanceof Delete delete) {
      if (isMain(delete.table())) {
        of(delete.table()).committed(delete);
      } else if (isErrors(delete.table())) {
        byErrorsTable.get(delete.table()).committed(delete);
      }
    }
  }
}
