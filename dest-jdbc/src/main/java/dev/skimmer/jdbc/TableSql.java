package dev.skimmer.jdbc;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statements that write one table. */
final class TableSql {
  private final SqlDialect dialect;
  private final KeyedTable table;

  TableSql(SqlDialect dialect, TableLayout layout) {
    this.dialect = dialect;
    List<String> columns = new ArrayList<>();
    layout.schema().columns().forEach(c -> columns.add(dialect.quote(layout.nameOf(c))));
    List<String> key = new ArrayList<>();
    List<String> textKey = new ArrayList<>();
    for (Column column : layout.schema().primaryKey()) {
      boolean hashed = dialect.keysOnHash() && key.isEmpty();
      String name = hashed ? layout.nameOf(TableLayout.HASH_COLUMN) : layout.nameOf(column);
      key.add(dialect.quote(name));
      if (!hashed && column.type() == ColumnType.TEXT) {
        textKey.add(dialect.quote(name));
      }
    }
    if (dialect.keysOnHash()) {
      columns.add(key.get(0));
    }
    this.table = new KeyedTable(layout.name().quoted(dialect), columns, key, textKey);
  }

  KeyedTable table() {
    return table;
  }

  String insert() {
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(table.name(), table.columnNames(), table.parameters());
  }

  Optional<String> upsert() {
    return dialect.upsert(table);
  }

  /** Deletes the row of one primary key. */
  String deleteRow() {
    return "DELETE FROM %s WHERE %s"
        .formatted(
            table.name(),
            table.key().stream().map(c -> c + " = ?").collect(Collectors.joining(" AND ")));
  }

  /** Deletes all rows of {@code count} keys. */
  String deleteKeys(int count) {
    return "DELETE FROM %s WHERE %s IN (%s)"
        .formatted(
            table.name(), table.key().get(0), String.join(", ", Collections.nCopies(count, "?")));
  }

  /** Deletes the rows of one key whose subkey lies between two. */
  String deleteRange() {
    return "DELETE FROM %1$s WHERE %2$s = ? AND %3$s >= ? AND %3$s <= ?"
        .formatted(table.name(), table.key().get(0), table.key().get(1));
  }
}
