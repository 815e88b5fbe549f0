package dev.skimmer.jdbc;

import dev.skimmer.spi.Delete;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows of one transaction, written with batches of plain statements. Holds a bounded number of
 * rows, so that a transaction may be of any size.
 */
public final class StatementBatch implements RowBatch {
  private static final int FLUSH_ROWS = 10_000;
  private static final long FLUSH_CHARS = 8L << 20;

  private final Connection connection;
  private final SqlDialect dialect;
  private final Map<TableId, PendingRows> tables = new LinkedHashMap<>();
  private int rows;
  private long chars;

  /** Begins a batch in the open transaction of {@code connection}. */
  public StatementBatch(Connection connection, SqlDialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  @Override
  public void upsert(TableLayout table, Upsert upsert) throws SQLException {
    pending(table).upsert(upsert);
    count(upsert);
    flushWhenFull();
  }

  @Override
  public void delete(TableLayout table, Delete delete) throws SQLException {
    PendingRows pending = pending(table);
    if (pending.holdsRowsOf(delete.key())) {
      pending.flush();
    }
    pending.delete(delete);
    rows++;
    flushWhenFull();
  }

  @Override
  public void flush() throws SQLException {
    for (PendingRows pending : tables.values()) {
      pending.flush();
    }
    rows = 0;
    chars = 0;
  }

  @Override
  public void close() {
    tables.clear();
  }

  private void flushWhenFull() throws SQLException {
    if (rows >= FLUSH_ROWS || chars >= FLUSH_CHARS) {
      flush();
    }
  }

  private PendingRows pending(TableLayout table) {
    return tables.computeIfAbsent(
        table.schema().id(),
        id -> new PendingRows(table, new TableStatements(connection, dialect, table)));
  }

  private void count(Upsert upsert) {
    rows++;
    for (int i = 0; i < upsert.row().size(); i++) {
      if (upsert.row().value(i) instanceof String text) {
        chars += text.length();
      }
    }
  }
}
