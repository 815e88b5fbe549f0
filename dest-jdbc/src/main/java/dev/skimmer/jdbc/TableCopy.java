package dev.skimmer.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Inserts many rows into one table at once, in the transaction of a connection. */
final class TableCopy {
  /** Fewer are as fast in a batch of statements. */
  private static final int LEAST_ROWS = 100;

  private final String sql;
  private final CopyIn copy;
  private final boolean hashed;

  private TableCopy(String sql, CopyIn copy, boolean hashed) {
    this.sql = sql;
    this.copy = copy;
    this.hashed = hashed;
  }

  /** Returns it, or nothing where the database or its driver has none. */
  static Optional<TableCopy> of(Connection connection, SqlDialect dialect, KeyedTable table) {
    return dialect
        .copy(table)
        .flatMap(
            sql ->
                CopyIn.of(connection).map(copy -> new TableCopy(sql, copy, dialect.keysOnHash())));
  }

  /** Inserts rows of which the table holds none; does nothing and returns false for a few rows. */
  boolean insert(List<PendingRow> rows) throws SQLException {
    if (rows.size() < LEAST_ROWS) {
      return false;
    }
    copy.run(sql, new CopyRows(rows.iterator(), hashed));
    return true;
  }
}
