package dev.skimmer.snowflake;

import dev.skimmer.jdbc.RowBatch;
import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rows of one transaction, table by table. */
final class SnowflakeBatch implements RowBatch {
  private final Connection connection;
  private final SnowflakeDialect dialect;
  private final long maxFileBytes;
  private final Upload upload;
  private final Map<TableId, TableSpool> tables = new LinkedHashMap<>();

  SnowflakeBatch(Connection connection, SnowflakeDialect dialect, long maxFileBytes) {
    this.connection = connection;
    this.dialect = dialect;
    this.maxFileBytes = maxFileBytes;
    this.upload = new Upload(connection);
  }

  @Override
  public void upsert(TableLayout table, Upsert upsert) throws SQLException {
    spoolOf(table).upsert(upsert);
  }

  @Override
  public void delete(TableLayout table, Delete delete) throws SQLException {
    spoolOf(table).delete(delete);
  }

  @Override
  public void prepare() throws SQLException {
    for (TableSpool table : tables.values()) {
      table.prepare();
    }
  }

  @Override
  public void flush() throws SQLException {
    for (TableSpool table : tables.values()) {
      table.flush();
    }
  }

  @Override
  public void committed() {
    upload.remove();
  }

  @Override
  public void close() {
    tables.values().forEach(TableSpool::close);
    tables.clear();
    upload.close();
  }

  private TableSpool spoolOf(TableLayout table) {
    return tables.computeIfAbsent(
        table.schema().id(),
        id ->
            new TableSpool(
                connection,
                upload,
                maxFileBytes,
                table,
                new MergeSql(dialect, table, "_SKIMMER_ROWS_" + tables.size())));
  }
}
