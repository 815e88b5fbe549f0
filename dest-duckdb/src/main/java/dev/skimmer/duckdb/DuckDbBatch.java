package dev.skimmer.duckdb;

import dev.skimmer.jdbc.RowBatch;
import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/** The rows of one transaction, table by table. */
final class DuckDbBatch implements RowBatch {
  private final DuckDBConnection connection;
  private final DuckDbDialect dialect;
  private final Map<TableId, TableBatch> tables = new LinkedHashMap<>();

  DuckDbBatch(DuckDBConnection connection, DuckDbDialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  @Override
  public void upsert(TableLayout table, Upsert upsert) throws SQLException {
    batchOf(table).upsert(upsert);
  }

  @Override
  public void delete(TableLayout table, Delete delete) throws SQLException {
    batchOf(table).delete(delete);
  }

  @Override
  public void flush() throws SQLException {
    for (TableBatch table : tables.values()) {
      table.flush();
    }
  }

  @Override
  public void close() {
    tables.values().forEach(TableBatch::close);
    tables.clear();
  }

  private TableBatch batchOf(TableLayout table) {
    return tables.computeIfAbsent(
        table.schema().id(),
        id -> new TableBatch(connection, dialect, table, "_skimmer_stage_" + tables.size()));
  }
}
