package dev.skimmer.jdbc.dialect;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.jdbc.KeyedTable;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.text.Printable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * PostgreSQL. An index entry may have some 2,700 bytes, so the primary key is the hash of the key.
 * Text compares bytewise in every collation but a nondeterministic one, which no column has by
 * itself; {@code COLLATE "C"} makes its order bytewise, too.
 */
class PostgresDialect implements OffsetTimestamps {
  /** A field has less than 1 GB (2^30 bytes), and so has a line of COPY, which escapes. */
  private static final long MAX_TEXT_BYTES = 500_000_000;

  private static final String FIND =
      """
      SELECT t.table_type, c.column_name, c.data_type
      FROM information_schema.tables t JOIN information_schema.columns c
        ON c.table_schema = t.table_schema AND c.table_name = t.table_name
      WHERE t.table_schema = coalesce(cast(? AS text), current_schema()) AND t.table_name = ?
      ORDER BY c.ordinal_position
      """;

  @Override
  public String product() {
    return "PostgreSQL";
  }

  @Override
  public int oldestVersion() {
    return 13;
  }

  @Override
  public int maxIdentifierBytes() {
    return 63;
  }

  @Override
  public String typeOf(Column column) {
    boolean compared = column.isPrimaryKey() && column.type() == ColumnType.TEXT;
    return compared ? keyTextType() : storedType(column);
  }

  @Override
  public String storedType(Column column) {
    return switch (column.type()) {
      case TEXT -> "text";
      case INTEGER -> "bigint";
      case DOUBLE -> "double precision";
      case TIMESTAMP -> "timestamp with time zone";
      case FINGERPRINT -> "bytea";
    };
  }

  @Override
  public String keyTextType() {
    return "text COLLATE \"C\"";
  }

  @Override
  public boolean keysOnHash() {
    return true;
  }

  @Override
  public String hashType() {
    return "bytea";
  }

  @Override
  public String findSql() {
    return FIND;
  }

  @Override
  public Optional<String> upsert(KeyedTable table) {
    return Conflicts.onConflict(table);
  }

  /** Through a temporary table, changed rows would not be faster than in an upsert. */
  @Override
  public Optional<String> copy(KeyedTable table) {
    return Optional.of("COPY %s (%s) FROM STDIN".formatted(table.name(), table.columnNames()));
  }

  /** PostgreSQL takes the name of a schema that does not exist, and finds no place for a table. */
  @Override
  public void useSchema(Connection connection, String schema) throws SQLException {
    connection.setSchema(schema);
    if (connection.getSchema() == null) {
      throw new ConnectorException(
          CONFIG_INVALID,
          "Schema %s does not exist, or this user may not use it. Create it, or correct schema."
              .formatted(Printable.quoted(schema)));
    }
  }

  @Override
  public OptionalLong maxTextBytes(Connection connection) {
    return OptionalLong.of(MAX_TEXT_BYTES);
  }

  /**
   * A sync that stands still inside of a transaction keeps its locks, and whoever takes over from
   * it would wait for them without end. So the server ends such a transaction, after five minutes
   * unless the user has chosen another time.
   */
  @Override
  public void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT set_config(name, '5min', false) FROM pg_settings"
              + " WHERE name = 'idle_in_transaction_session_timeout' AND setting = '0'");
    }
  }

  @Override
  public boolean rollsBackTables() {
    return true;
  }
}
