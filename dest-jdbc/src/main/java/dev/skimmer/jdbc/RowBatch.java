package dev.skimmer.jdbc;

import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Upsert;
import java.sql.SQLException;

/**
 * The rows of one transaction. Operations take effect in the order of the calls, at the latest when
 * {@link #flush} returns. Used by one thread.
 */
public interface RowBatch extends AutoCloseable {
  /** Writes one row; {@link Upsert#known()} is a promise that may be used. */
  void upsert(TableLayout table, Upsert upsert) throws SQLException;

  /** Removes all rows of a key. */
  void delete(TableLayout table, Delete delete) throws SQLException;

  /** Sends what is buffered into the transaction. */
  void flush() throws SQLException;

  /** Frees what the batch holds, dropping what is buffered; never throws. */
  @Override
  void close();
}
