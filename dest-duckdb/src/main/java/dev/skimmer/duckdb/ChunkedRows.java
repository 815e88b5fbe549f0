package dev.skimmer.duckdb;

import dev.skimmer.jdbc.SqlFailures;
import java.sql.SQLException;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a result, chunk by chunk.
 *
 * @param <T> what becomes of a row
 */
final class ChunkedRows<T> extends Spliterators.AbstractSpliterator<T> {
  private static final Logger LOGGER = LoggerFactory.getLogger(ChunkedRows.class);

  /**
   * Reads one row.
   *
   * @param <T> what becomes of it
   */
  interface RowReader<T> {
    /** Reads row {@code at} of the columns of a chunk. */
    T read(DuckDBReadableVector[] columns, long at);
  }

  private final DuckDBConnection connection;
  private final DuckDBPreparedStatement statement;
  private final DuckDBChunkedResult result;
  private final RowReader<T> reader;
  private final SqlFailures failures;
  private DuckDBReadableVector[] columns = {};
  private long rows;
  private long row;

  /** Runs a query on a connection, which {@link #close} closes. */
  ChunkedRows(DuckDBConnection connection, String sql, RowReader<T> reader, SqlFailures failures)
      throws SQLException {
    super(Long.MAX_VALUE, DISTINCT | NONNULL);
    this.connection = connection;
    this.statement = connection.prepare(sql);
    this.result = statement.query();
    this.reader = reader;
    this.failures = failures;
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    T next;
    try {
      if (row >= rows && !nextChunk()) {
        return false;
      }
      next = reader.read(columns, row++);
    } catch (RuntimeException e) {
      throw failures.translate("read the known rows", e);
    }
    action.accept(next);
    return true;
  }

  /** Ends the transaction and closes the connection; never throws. */
  void close() {
    try (connection;
        statement;
        result) {
      rows = 0;
    } catch (SQLException e) {
      LOGGER.debug("Closing a reader failed", e);
    }
  }

  private boolean nextChunk() {
    while (result.nextChunk()) {
      DuckDBDataChunkReader chunk = result.chunk();
      columns = new DuckDBReadableVector[Math.toIntExact(chunk.columnCount())];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = chunk.vector(i);
      }
      rows = chunk.rowCount();
      row = 0;
      if (rows > 0) {
        return true;
      }
    }
    return false;
  }
}
