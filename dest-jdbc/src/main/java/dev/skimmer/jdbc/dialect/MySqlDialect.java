package dev.skimmer.jdbc.dialect;

import dev.skimmer.jdbc.Instants;
import dev.skimmer.jdbc.KeyedTable;
import dev.skimmer.jdbc.SqlDialect;
import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.jdbc.TableName;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.TableSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * MySQL and MariaDB with InnoDB, whose index entries may have 3,072 bytes: so the primary key is
 * the hash of the key. A DATETIME holds UTC, because a TIMESTAMP ends in 2038.
 */
final class MySqlDialect implements SqlDialect {
  private final MySqlFamily family;

  MySqlDialect(MySqlFamily family) {
    this.family = family;
  }

  @Override
  public String product() {
    return family.product();
  }

  @Override
  public int oldestVersion() {
    return family.oldestVersion();
  }

  @Override
  public int maxIdentifierBytes() {
    return MySqlNames.MAX_CHARS;
  }

  @Override
  public String quote(String identifier) {
    return MySqlNames.quote(identifier, product());
  }

  @Override
  public String typeOf(Column column) {
    return column.type() == ColumnType.TEXT
        ? storedType(column) + " CHARACTER SET utf8mb4 COLLATE " + family.bytewise()
        : storedType(column);
  }

  @Override
  public String storedType(Column column) {
    boolean isShort = column.role() == ColumnRole.KIND || column.role() == ColumnRole.SUBKEY;
    return switch (column.type()) {
      case TEXT -> isShort ? "varchar(255)" : "longtext";
      case INTEGER -> "bigint";
      case DOUBLE -> "double";
      case TIMESTAMP -> "datetime(6)";
      case FINGERPRINT -> "binary(16)";
    };
  }

  @Override
  public String keyTextType() {
    return "varchar(700) CHARACTER SET utf8mb4 COLLATE " + family.bytewise();
  }

  @Override
  public boolean keysOnHash() {
    return true;
  }

  @Override
  public String hashType() {
    return "binary(16)";
  }

  @Override
  public String findSql() {
    return MySqlTables.FIND;
  }

  @Override
  public Optional<String> objection(Handle handle, TableName name, TableSchema schema) {
    List<String> key =
        schema.primaryKey().stream()
            .map(
                column -> column.role() == ColumnRole.KEY ? TableLayout.HASH_COLUMN : column.name())
            .toList();
    return new MySqlTables(handle, name).objection(name.quoted(this), key);
  }

  /** MariaDB does not know the newer form, which gives the new row a name. */
  @Override
  public Optional<String> upsert(KeyedTable table) {
    return Optional.of(
        "INSERT INTO %s (%s) VALUES (%s) ON DUPLICATE KEY UPDATE %s"
            .formatted(
                table.name(),
                table.columnNames(),
                table.parameters(),
                table.assignments("%1$s = VALUES(%1$s)")));
  }

  /**
   * Without strictness, what does not fit is cut off and a warning that nobody sees remains; and
   * other engines than InnoDB have no transactions.
   */
  @Override
  public void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')");
      statement.execute("SET SESSION default_storage_engine = " + MySqlTables.ENGINE);
    }
  }

  /**
   * A statement is a packet. The driver puts a backslash before what may end a text, so that a text
   * may take twice its bytes; the rest is for the key and the statement.
   */
  @Override
  public OptionalLong maxTextBytes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT @@max_allowed_packet")) {
      result.next();
      long half = result.getLong(1) / 2;
      return OptionalLong.of(half - half / 8);
    }
  }

  /** What others call a schema is a database here, and the driver calls that a catalog. */
  @Override
  public void useSchema(Connection connection, String schema) throws SQLException {
    connection.setCatalog(schema);
  }

  @Override
  public void bind(PreparedStatement statement, int position, ColumnType type, Object value)
      throws SQLException {
    if (type == ColumnType.TIMESTAMP && value != null) {
      LocalDateTime utc = LocalDateTime.ofInstant(Instants.bounded(value), ZoneOffset.UTC);
      statement.setObject(position, utc);
      return;
    }
    Numbers.requireFinite(value, product());
    SqlDialect.super.bind(statement, position, type, value);
  }

  /** Closing would read the rest of the rows first. */
  @Override
  public void abandon(Connection connection) throws SQLException {
    connection.abort(Runnable::run);
  }

  @Override
  public boolean rollsBackTables() {
    return false;
  }

  @Override
  public ErrorCode classify(SQLException failure) {
    return MySqlCodes.classify(failure).orElseGet(() -> SqlDialect.super.classify(failure));
  }

  @Override
  public boolean isConnectionLost(SQLException failure) {
    return MySqlCodes.isConnectionLost(failure) || SqlDialect.super.isConnectionLost(failure);
  }
}
