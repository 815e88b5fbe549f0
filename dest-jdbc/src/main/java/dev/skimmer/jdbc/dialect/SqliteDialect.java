package dev.skimmer.jdbc.dialect;

import dev.skimmer.jdbc.Instants;
import dev.skimmer.jdbc.KeyedTable;
import dev.skimmer.jdbc.SqlDialect;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.text.Printable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * SQLite. Its text compares bytewise and its index entries may be of any length, so the key itself
 * is the primary key. A timestamp is a text in UTC, as SQLite's own functions write it.
 */
final class SqliteDialect implements SqlDialect {
  private static final String FIND =
      """
      SELECT CASE m.type WHEN 'table' THEN 'BASE TABLE' ELSE 'VIEW' END, c.name, c.type
      FROM sqlite_master m JOIN pragma_table_info(m.name) c
      WHERE lower(coalesce(?, 'main')) = 'main' AND m.type IN ('table', 'view')
        AND lower(m.name) = lower(?)
      ORDER BY c.cid
      """;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private static final String MAIN = "main";
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int FULL = 13;
  private static final int CONSTRAINT = 19;

  @Override
  public String product() {
    return "SQLite";
  }

  @Override
  public int oldestVersion() {
    return 3;
  }

  @Override
  public int maxIdentifierBytes() {
    return Integer.MAX_VALUE;
  }

  @Override
  public String typeOf(Column column) {
    return storedType(column);
  }

  @Override
  public String storedType(Column column) {
    return switch (column.type()) {
      case TEXT, TIMESTAMP -> "TEXT";
      case INTEGER -> "INTEGER";
      case DOUBLE -> "REAL";
      case FINGERPRINT -> "BLOB";
    };
  }

  @Override
  public String keyTextType() {
    return "TEXT";
  }

  /** Never used: the key is short enough for itself. */
  @Override
  public String hashType() {
    return "BLOB";
  }

  @Override
  public String findSql() {
    return FIND;
  }

  /** Its driver takes any name and does nothing. */
  @Override
  public void useSchema(Connection connection, String schema) {
    if (!schema.equalsIgnoreCase(MAIN)) {
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          "SQLite has no schema %s, only %s. Leave schema out, or name another file in url."
              .formatted(Printable.quoted(schema), MAIN));
    }
  }

  @Override
  public Optional<String> upsert(KeyedTable table) {
    return Conflicts.onConflict(table);
  }

  @Override
  public Object read(ResultSet row, int position, ColumnType type) throws SQLException {
    if (type != ColumnType.TIMESTAMP) {
      return SqlDialect.super.read(row, position, type);
    }
    String text = row.getString(position);
    return text == null ? null : LocalDateTime.parse(text, TIMESTAMP).toInstant(ZoneOffset.UTC);
  }

  /** Would be stored as null: NaN. */
  @Override
  public void bind(PreparedStatement statement, int position, ColumnType type, Object value)
      throws SQLException {
    Numbers.requireNumber(value, product());
    if (type == ColumnType.TIMESTAMP && value != null) {
      Instant instant = Instants.bounded(value);
      statement.setString(position, TIMESTAMP.format(instant.atOffset(ZoneOffset.UTC)));
    } else {
      SqlDialect.super.bind(statement, position, type, value);
    }
  }

  @Override
  public boolean rollsBackTables() {
    return true;
  }

  @Override
  public ErrorCode classify(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case FULL -> ErrorCode.DESTINATION_FULL;
      case BUSY, LOCKED -> ErrorCode.DESTINATION_UNREACHABLE;
      default -> SqlDialect.super.classify(failure);
    };
  }

  /** Its driver tells no SQLSTATE. */
  @Override
  public boolean isWriteConflict(SQLException failure) {
    return failure.getErrorCode() == CONSTRAINT;
  }
}
