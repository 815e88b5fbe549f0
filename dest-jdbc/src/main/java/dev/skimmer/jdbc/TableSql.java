package dev.skimmer.jdbc;

import dev.skimmer.spi.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statements that write one table. */
final class TableSql {
  private final SqlDialect dialect;
  private final String table;
  private final List<String> columns;
  private final List<String> primaryKey;

  TableSql(SqlDialect dialect, TableLayout layout) {
    this.dialect = dialect;
    this.table = layout.name().quoted(dialect);
    List<Column> own = layout.schema().columns();
    this.columns =
        own.stream().map(c -> dialect.quote(layout.nameOf(c))).collect(Collectors.toList());
    List<String> key = new ArrayList<>();
    layout.schema().primaryKey().forEach(c -> key.add(dialect.quote(layout.nameOf(c))));
    if (dialect.keysOnHash()) {
      String hash = dialect.quote(layout.nameOf(TableLayout.HASH_COLUMN));
      columns.add(hash);
      key.set(0, hash);
    }
    this.primaryKey = List.copyOf(key);
  }

  String insert() {
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(table, String.join(", ", columns), parameters(columns.size()));
  }

  Optional<String> upsert() {
    return dialect.upsert(table, List.copyOf(columns), primaryKey);
  }

  /** Deletes the row of one primary key. */
  String deleteRow() {
    return "DELETE FROM %s WHERE %s"
        .formatted(
            table, primaryKey.stream().map(c -> c + " = ?").collect(Collectors.joining(" AND ")));
  }

  /** Deletes all rows of {@code count} keys. */
  String deleteKeys(int count) {
    return "DELETE FROM %s WHERE %s IN (%s)".formatted(table, primaryKey.get(0), parameters(count));
  }

  /** Deletes the rows of one key whose subkey lies between two. */
  String deleteRange() {
    return "DELETE FROM %1$s WHERE %2$s = ? AND %3$s >= ? AND %3$s <= ?"
        .formatted(table, primaryKey.get(0), primaryKey.get(1));
  }

  private static String parameters(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }
}
