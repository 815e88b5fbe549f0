package dev.skimmer.jdbc;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.SubkeyRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Writes rows to one table in batches. */
final class TableStatements {
  /** Fewer than the parameters of a statement in any database. */
  static final int KEYS_A_DELETE = 200;

  private final Connection connection;
  private final SqlDialect dialect;
  private final TableSql sql;
  private final Optional<TableCopy> copy;
  private final List<Column> columns;
  private final int[] primaryKey;

  TableStatements(Connection connection, SqlDialect dialect, TableLayout table) {
    this.connection = connection;
    this.dialect = dialect;
    this.sql = new TableSql(dialect, table);
    this.copy = TableCopy.of(connection, dialect, sql.table());
    this.columns = table.schema().columns();
    this.primaryKey =
        IntStream.concat(positions(ColumnRole.KEY), positions(ColumnRole.SUBKEY)).toArray();
  }

  /** Deletes keys, and then ranges of keys. */
  void delete(List<Delete> deletes) throws SQLException {
    List<Delete> whole = deletes.stream().filter(delete -> delete.range().isEmpty()).toList();
    for (int from = 0; from < whole.size(); from += KEYS_A_DELETE) {
      deleteKeys(whole.subList(from, Math.min(from + KEYS_A_DELETE, whole.size())));
    }
    List<Delete> ranges = deletes.stream().filter(delete -> delete.range().isPresent()).toList();
    if (!ranges.isEmpty()) {
      execute(sql.deleteRange(), ranges, this::bindRange);
    }
  }

  /** Inserts rows of which the table holds none. */
  void insert(List<PendingRow> rows) throws SQLException {
    if (copy.isPresent() && copy.get().insert(rows)) {
      return;
    }
    execute(sql.insert(), rows, this::bindRow);
  }

  /** Inserts rows, or replaces those that are there. */
  void upsert(List<PendingRow> rows) throws SQLException {
    Optional<String> upsert = sql.upsert();
    if (upsert.isPresent()) {
      execute(upsert.get(), rows, this::bindRow);
    } else {
      execute(sql.deleteRow(), rows, this::bindPrimaryKey);
      insert(rows);
    }
  }

  private void deleteKeys(List<Delete> deletes) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(sql.deleteKeys(deletes.size()))) {
      for (int i = 0; i < deletes.size(); i++) {
        bindKey(statement, i + 1, deletes.get(i).key(), deletes.get(i).keyText());
      }
      statement.executeUpdate();
    }
  }

  private void bindRow(PreparedStatement statement, PendingRow row) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      dialect.bind(statement, i + 1, columns.get(i).type(), row.row().value(i));
    }
    if (dialect.keysOnHash()) {
      statement.setBytes(columns.size() + 1, row.key().toBytes());
    }
  }

  private void bindPrimaryKey(PreparedStatement statement, PendingRow row) throws SQLException {
    bindKey(statement, 1, row.key(), row.row().value(primaryKey[0]));
    for (int i = 1; i < primaryKey.length; i++) {
      ColumnType type = columns.get(primaryKey[i]).type();
      dialect.bind(statement, i + 1, type, row.row().value(primaryKey[i]));
    }
  }

  private void bindRange(PreparedStatement statement, Delete delete) throws SQLException {
    SubkeyRange range = delete.range().orElseThrow();
    ColumnType type = columns.get(primaryKey[1]).type();
    bindKey(statement, 1, delete.key(), delete.keyText());
    dialect.bind(statement, 2, type, range.first());
    dialect.bind(statement, 3, type, range.last());
  }

  private void bindKey(PreparedStatement statement, int position, KeyHash hash, Object text)
      throws SQLException {
    if (dialect.keysOnHash()) {
      statement.setBytes(position, hash.toBytes());
    } else {
      dialect.bind(statement, position, ColumnType.TEXT, text);
    }
  }

  private <T> void execute(String text, List<T> items, Binder<T> binder) throws SQLException {
    if (items.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      for (T item : items) {
        binder.bind(statement, item);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private IntStream positions(ColumnRole role) {
    return IntStream.range(0, columns.size()).filter(i -> columns.get(i).role() == role);
  }

  private interface Binder<T> {
    void bind(PreparedStatement statement, T item) throws SQLException;
  }
}
