package dev.skimmer.jdbc;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KnownRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One database that a {@link JdbcSession} writes: how to connect, how to speak, and what it does
 * better than plain JDBC.
 */
public interface Database extends AutoCloseable {
  /** Returns how SQL is written for this database. */
  Dialect dialect();

  /** Names the database in messages, such as {@code DuckDB file shop.duckdb}. Holds no secret. */
  String description();

  /** Returns a connection in auto-commit mode, which the caller hands to {@link #disconnect}. */
  Connection connect() throws SQLException;

  /** Takes back a connection from {@link #connect()}; one that is closed is not used again. */
  default void disconnect(Connection connection) throws SQLException {
    connection.close();
  }

  /**
   * Begins to write rows in the open transaction of {@code connection}. The batch never commits.
   */
  RowBatch newBatch(Connection connection) throws SQLException;

  /**
   * Streams a main table as of the last commit, on a connection of its own. Closing the stream
   * closes the connection.
   */
  Stream<KnownRow> knownRows(TableLayout table) throws SQLException;

  /** Streams the texts of the keys of what {@link #knownRows} streams, in the same way. */
  default Stream<String> keys(TableLayout table) throws SQLException {
    return knownRows(table).map(KnownRow::keyText);
  }

  /** Streams at least the keys of the rows with one of these fingerprints, in the same way. */
  default Stream<String> keys(TableLayout table, Set<Fingerprint> fingerprints)
      throws SQLException {
    return keys(table);
  }

  /** Returns how long changes should gather between two commits. */
  default Duration minimumCommitInterval() {
    return Duration.ZERO;
  }

  /** Disconnects; never throws, and may be called twice. */
  @Override
  void close();
}
