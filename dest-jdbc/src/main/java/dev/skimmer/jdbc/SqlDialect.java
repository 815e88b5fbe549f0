package dev.skimmer.jdbc;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** A dialect of a database that is written with plain statements, by {@link StatementBatch}. */
public interface SqlDialect extends Dialect {
  /** Returns the oldest major version that is known to work. */
  int oldestVersion();

  /** Returns the type of a column as the database's catalog reports it, see {@link #findSql()}. */
  String storedType(Column column);

  /** Returns the type of {@link TableLayout#HASH_COLUMN}, 16 bytes, as DDL. */
  String hashType();

  /**
   * Returns a query for the columns of a table or view, in order: whether it is a base table (as a
   * word that begins with B), name and type of each column. Its two parameters are the schema, or
   * null for the default one, and the name.
   */
  String findSql();

  /**
   * Returns the statement that inserts or updates one row, with a parameter for each column; empty
   * where a changed row is deleted and inserted.
   */
  Optional<String> upsert(KeyedTable table);

  /**
   * Returns the statement that takes new rows in the text form of PostgreSQL's {@code COPY}; empty
   * where rows are inserted.
   */
  default Optional<String> copy(KeyedTable table) {
    return Optional.empty();
  }

  /** Prepares a new connection; the default does nothing. */
  default void prepare(Connection connection) throws SQLException {}

  /** Makes a schema the default of a connection. */
  default void useSchema(Connection connection, String schema) throws SQLException {
    connection.setSchema(schema);
  }

  /** Returns whether a rollback undoes the creation of a table. */
  boolean rollsBackTables();

  /** Returns whether the column of the key itself may hold null. */
  default boolean allowsNullKey() {
    return false;
  }

  @Override
  default boolean accepts(Column wanted, String existingType) {
    return storedType(wanted).equalsIgnoreCase(existingType);
  }

  @Override
  default boolean accepts(ColumnType wanted, String existingType) {
    return accepts(Column.of("value", wanted), existingType);
  }

  @Override
  default Optional<ExistingTable> find(Handle handle, TableName name) {
    record Found(boolean writable, ExistingColumn column) {}
    requireAllowed(name);
    List<Found> found =
        handle
            .createQuery(findSql())
            .bind(0, name.schema().orElse(null))
            .bind(1, name.table())
            .map(
                (row, context) ->
                    new Found(
                        row.getString(1).startsWith("B"),
                        new ExistingColumn(row.getString(2), row.getString(3))))
            .list();
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ExistingTable(found.get(0).writable(), found.stream().map(Found::column).toList()));
  }

  @Override
  default List<String> createTable(TableName name, TableSchema schema) {
    List<String> parts =
        schema.columns().stream().map(this::definition).collect(Collectors.toList());
    List<String> key = new ArrayList<>();
    for (Column column : schema.primaryKey()) {
      boolean hashed = keysOnHash() && key.isEmpty();
      key.add(quote(hashed ? TableLayout.HASH_COLUMN : column.name()));
    }
    if (keysOnHash()) {
      parts.add(quote(TableLayout.HASH_COLUMN) + " " + hashType() + " NOT NULL");
    }
    parts.add("PRIMARY KEY (" + String.join(", ", key) + ")");
    return List.of("CREATE TABLE %s (%s)".formatted(name.quoted(this), String.join(", ", parts)));
  }

  /** Refuses what no table can be called; some databases fail to compare such a name. */
  private void requireAllowed(TableName name) {
    name.quoted(this);
  }

  private String definition(Column column) {
    boolean isKeyText = keysOnHash() && column.role() == ColumnRole.KEY;
    boolean mayBeNull = !column.isPrimaryKey() || (isKeyText && allowsNullKey());
    String type =
        column.isPrimaryKey() && !keysOnHash() && column.type() == ColumnType.TEXT
            ? keyTextType()
            : typeOf(column);
    return quote(column.name()) + " " + type + (mayBeNull ? "" : " NOT NULL");
  }
}
