package dev.skimmer.jdbc;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.TableSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** How SQL is written for one kind of database. Stateless and safe for concurrent use. */
public interface Dialect {
  /**
   * Returns what {@link dev.skimmer.spi.Destination.Session#maxTextBytes()} asks for; some servers
   * have to be asked.
   */
  default OptionalLong maxTextBytes(Connection connection) throws SQLException {
    return OptionalLong.empty();
  }

  /** Returns what {@link dev.skimmer.spi.Destination.Session#excludesReaders()} asks for. */
  default boolean excludesReaders() {
    return false;
  }

  /** Returns the name of the product as its makers write it. */
  String product();

  /** Returns how many bytes of UTF-8 a name may have. */
  int maxIdentifierBytes();

  /**
   * Quotes one name, so that nothing in it is SQL.
   *
   * @throws dev.skimmer.spi.ConnectorException with {@code CONFIG_INVALID} when the database cannot
   *     hold such a name
   */
  default String quote(String identifier) {
    return Identifiers.quote(identifier, this);
  }

  /** Returns the type of a column as DDL, without constraints. */
  String typeOf(Column column);

  /** Returns the type of a text column that is a primary key by itself. */
  String keyTextType();

  /**
   * Returns how a text is written that is a primary key by itself. Two texts are written so that
   * the database tells them apart.
   */
  default String keyText(String text) {
    return text;
  }

  /** Returns whether a column of {@code existingType} holds every value of {@code wanted}. */
  boolean accepts(ColumnType wanted, String existingType);

  /** Returns whether a column of {@code existingType} holds every value of {@code wanted}. */
  default boolean accepts(Column wanted, String existingType) {
    return accepts(wanted.type(), existingType);
  }

  /**
   * Returns whether tables have a column {@link TableLayout#HASH_COLUMN}, which stands for the key
   * in the primary key because the key itself may be too long for an index.
   */
  default boolean keysOnHash() {
    return false;
  }

  /**
   * Returns whether a primary key keeps two transactions from inserting the same row. Where it does
   * not, transactions take turns at the table of states, before they write anything else.
   */
  default boolean enforcesPrimaryKeys() {
    return true;
  }

  /** Returns how many rows a query is to fetch at once, as the driver wants to be told. */
  default int fetchSize() {
    return 2_000;
  }

  /** Closes a connection on which a query has more rows to send. */
  default void abandon(Connection connection) throws SQLException {
    connection.close();
  }

  /** Looks for a table or view. */
  Optional<ExistingTable> find(Handle handle, TableName name);

  /**
   * Returns why a table that has the right columns must not be written all the same, to stand
   * behind a colon; the default has no reason.
   */
  default Optional<String> objection(Handle handle, TableName name, TableSchema schema) {
    return Optional.empty();
  }

  /** Returns the statements that create a table, and its schema if it lacks. */
  List<String> createTable(TableName name, TableSchema schema);

  /** Returns the statement that adds a column which may be null. */
  default String addColumn(TableName name, Column column) {
    return "ALTER TABLE %s ADD COLUMN %s %s"
        .formatted(name.quoted(this), quote(column.name()), typeOf(column));
  }

  /**
   * Reads a value as the class that {@link ColumnType} names.
   *
   * @return the value, or null
   */
  default Object read(ResultSet row, int position, ColumnType type) throws SQLException {
    return ColumnValues.read(row, position, type);
  }

  /** Binds a value, or null, of the class that {@link ColumnType} names. */
  default void bind(PreparedStatement statement, int position, ColumnType type, Object value)
      throws SQLException {
    ColumnValues.bind(statement, position, type, value);
  }

  /** Returns what a failure means. */
  default ErrorCode classify(SQLException failure) {
    return SqlStates.classify(failure);
  }

  /** Returns what to do about a failure, as sentences; empty where its code says enough. */
  default Optional<String> adviceFor(SQLException failure) {
    return Optional.empty();
  }

  /** Returns whether a failure says that another transaction wrote the same row. */
  default boolean isWriteConflict(SQLException failure) {
    return SqlStates.isWriteConflict(failure);
  }

  /** Returns whether the connection broke, so that nobody knows whether a commit took place. */
  default boolean isConnectionLost(SQLException failure) {
    return SqlStates.isConnectionLost(failure);
  }
}
