package dev.skimmer.jdbc.dialect;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.jdbc.KeyedTable;
import dev.skimmer.jdbc.SqlDialect;
import dev.skimmer.jdbc.TableName;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.text.Printable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;

/**
 * Oracle. A VARCHAR2 is too short for a key or a value, and a CLOB cannot be indexed, so the
 * primary key is the hash of the key. A VARCHAR2 takes an empty text for null, a CLOB does not. A
 * changed row is deleted and inserted: a MERGE would have to bind CLOBs in a query, where long
 * texts fail. A timestamp is in UTC and without a time zone, because one with it cannot be part of
 * a primary key.
 */
final class OracleDialect implements SqlDialect {
  private static final String FIND =
      """
      SELECT CASE WHEN v.view_name IS NULL THEN 'BASE TABLE' ELSE 'VIEW' END, c.column_name,
        CASE WHEN c.data_type IN ('VARCHAR2', 'RAW')
          THEN c.data_type || '(' || CASE c.data_type WHEN 'RAW' THEN c.data_length ELSE c.char_length END || ')'
          WHEN c.data_type = 'NUMBER' THEN 'NUMBER(' || c.data_precision || ')'
          ELSE c.data_type END
      FROM all_tab_columns c LEFT JOIN all_views v
        ON v.owner = c.owner AND v.view_name = c.table_name
      WHERE c.owner = COALESCE(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND c.table_name = ?
      ORDER BY c.column_id
      """;

  private static final Set<Integer> FULL = Set.of(1536, 1628, 1652, 1653, 1654, 1658, 257, 30036);

  /** Lock not available, deadlock, serialization, listener and broken connections. */
  private static final Set<Integer> TRANSIENT =
      Set.of(54, 60, 8177, 30006, 12514, 12516, 12519, 12541, 1033, 1034);

  private static final Set<Integer> LOST = Set.of(3113, 3114, 3135, 1089, 1092, 17002, 17410, 28);
  private static final Set<Integer> AUTHENTICATION = Set.of(1017, 28000, 28001, 1045);
  private static final Set<Integer> PERMISSION = Set.of(1031, 1950);
  private static final int DUPLICATE = 1;

  @Override
  public String product() {
    return "Oracle";
  }

  @Override
  public int oldestVersion() {
    return 19;
  }

  @Override
  public int maxIdentifierBytes() {
    return 128;
  }

  @Override
  public String quote(String identifier) {
    if (identifier.indexOf('"') >= 0) {
      throw new ConnectorException(
          CONFIG_INVALID,
          "Cannot use %s as a name in Oracle: it holds a double quote. Choose another name."
              .formatted(Printable.quoted(identifier)));
    }
    return SqlDialect.super.quote(identifier);
  }

  @Override
  public String typeOf(Column column) {
    String type = storedType(column);
    return type.startsWith("VARCHAR2") ? type.replace(")", " CHAR)") : type;
  }

  @Override
  public String storedType(Column column) {
    boolean isShort = column.role() == ColumnRole.KIND || column.role() == ColumnRole.SUBKEY;
    return switch (column.type()) {
      case TEXT -> isShort ? "VARCHAR2(255)" : "CLOB";
      case INTEGER -> "NUMBER(19)";
      case DOUBLE -> "BINARY_DOUBLE";
      case TIMESTAMP -> "TIMESTAMP(6)";
      case FINGERPRINT -> "RAW(16)";
    };
  }

  @Override
  public String keyTextType() {
    return "VARCHAR2(1000 CHAR)";
  }

  @Override
  public boolean keysOnHash() {
    return true;
  }

  @Override
  public boolean allowsNullKey() {
    return true;
  }

  @Override
  public String hashType() {
    return "RAW(16)";
  }

  @Override
  public String findSql() {
    return FIND;
  }

  @Override
  public String addColumn(TableName name, Column column) {
    return "ALTER TABLE %s ADD (%s %s)"
        .formatted(name.quoted(this), quote(column.name()), typeOf(column));
  }

  @Override
  public Optional<String> upsert(KeyedTable table) {
    return Optional.empty();
  }

  /** Texts compare bytewise here, and a CLOB must be able to hold them. */
  @Override
  public void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      OracleCharacters.require(statement);
      statement.execute("ALTER SESSION SET NLS_COMP = BINARY");
    }
  }

  @Override
  public Object read(ResultSet row, int position, ColumnType type) throws SQLException {
    return OracleValues.read(row, position, type);
  }

  @Override
  public void bind(PreparedStatement statement, int position, ColumnType type, Object value)
      throws SQLException {
    OracleValues.bind(statement, position, type, value);
  }

  @Override
  public boolean rollsBackTables() {
    return false;
  }

  @Override
  public ErrorCode classify(SQLException failure) {
    int code = failure.getErrorCode();
    if (FULL.contains(code)) {
      return ErrorCode.DESTINATION_FULL;
    }
    if (TRANSIENT.contains(code) || LOST.contains(code)) {
      return ErrorCode.DESTINATION_UNREACHABLE;
    }
    if (AUTHENTICATION.contains(code)) {
      return ErrorCode.AUTHENTICATION_FAILED;
    }
    return PERMISSION.contains(code)
        ? ErrorCode.PERMISSION_DENIED
        : SqlDialect.super.classify(failure);
  }

  @Override
  public boolean isConnectionLost(SQLException failure) {
    return LOST.contains(failure.getErrorCode()) || SqlDialect.super.isConnectionLost(failure);
  }

  @Override
  public boolean isWriteConflict(SQLException failure) {
    return failure.getErrorCode() == DUPLICATE || SqlDialect.super.isWriteConflict(failure);
  }
}
