package dev.skimmer.duckdb;

import dev.skimmer.spi.Row;
import java.sql.SQLException;

/** Takes rows into a table inside the open transaction, in bounded memory. Used by one thread. */
interface FreshRows {
  void append(Row row) throws SQLException;

  /** Sends the rest and closes. */
  void finish() throws SQLException;

  /** Closes; never throws. The transaction has to be rolled back. */
  void discard();
}
