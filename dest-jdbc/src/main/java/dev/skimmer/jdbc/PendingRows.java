package dev.skimmer.jdbc;

import dev.skimmer.fault.FailPoints;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Upsert;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What waits to be written to one table: of each primary key the last row, because one statement
 * must not meet a row twice. Deletes are sent before rows, so rows of a key have to be flushed
 * before a delete of that key is added.
 */
final class PendingRows {
  private final TableLayout table;
  private final TableStatements statements;
  private final Map<PrimaryKey, PendingRow> rows = new LinkedHashMap<>();
  private final Set<KeyHash> keys = new HashSet<>();
  private final List<Delete> deletes = new ArrayList<>();

  PendingRows(TableLayout table, TableStatements statements) {
    this.table = table;
    this.statements = statements;
  }

  boolean holdsRowsOf(KeyHash key) {
    return keys.contains(key);
  }

  void upsert(Upsert upsert) {
    PendingRow row = new PendingRow(upsert.key(), upsert.row(), upsert.known());
    rows.merge(primaryKeyOf(upsert), row, PendingRow::replacedBy);
    keys.add(upsert.key());
  }

  void delete(Delete delete) {
    deletes.add(delete);
  }

  void flush() throws SQLException {
    statements.delete(deletes);
    FailPoints.pass("after the deletes");
    List<PendingRow> fresh = new ArrayList<>();
    List<PendingRow> changed = new ArrayList<>();
    rows.values().forEach(row -> (row.known() ? changed : fresh).add(row));
    statements.insert(fresh);
    FailPoints.pass("between new and changed rows");
    statements.upsert(changed);
    deletes.clear();
    rows.clear();
    keys.clear();
  }

  private PrimaryKey primaryKeyOf(Upsert upsert) {
    List<Object> subkeys = new ArrayList<>(1);
    List<Column> columns = table.schema().columns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).role() == ColumnRole.SUBKEY) {
        subkeys.add(upsert.row().value(i));
      }
    }
    return new PrimaryKey(upsert.key(), List.copyOf(subkeys));
  }

  private record PrimaryKey(KeyHash key, List<Object> subkeys) {}
}
