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

  /**
   * Does what must come before the first write of the transaction, such as DDL where that commits;
   * the default does nothing. Called once, before {@link #flush}.
   */
  default void prepare() throws SQLException {}

  /** Sends what is buffered into the transaction. */
  void flush() throws SQLException;

  /** Clears up after a commit; never throws. The default does nothing. */
  default void committed() {}

  /** Frees what the batch holds, dropping what is buffered; never throws. */
  @Override
  void close();
}
