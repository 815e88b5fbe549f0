package dev.skimmer.snowflake;

import dev.skimmer.jdbc.Dialect;
import dev.skimmer.jdbc.ExistingTable;
import dev.skimmer.jdbc.TableName;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.TableSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Snowflake's SQL. Text compares bytewise; a primary key is a comment that nothing enforces. */
final class SnowflakeDialect implements Dialect {
  /** The largest text in bytes of UTF-8; without a length, a column would hold an eighth. */
  private static final int MAX_TEXT_BYTES = 134_217_728;

  private static final int MAX_NAME_BYTES = 255;

  /** Overrides what the schema, database or account sets; columns that are added later, too. */
  static final String BYTEWISE = "DEFAULT_DDL_COLLATION = ''";

  private final SnowflakeFailures failures;

  SnowflakeDialect(SnowflakeFailures failures) {
    this.failures = failures;
  }

  @Override
  public OptionalLong maxTextBytes(Connection connection) {
    return OptionalLong.of(MAX_TEXT_BYTES);
  }

  @Override
  public String product() {
    return "Snowflake";
  }

  @Override
  public int maxIdentifierBytes() {
    return MAX_NAME_BYTES;
  }

  @Override
  public String quote(String identifier) {
    return Dialect.super.quote(Names.stored(identifier));
  }

  @Override
  public String typeOf(Column column) {
    return typeOf(column.type());
  }

  @Override
  public String keyTextType() {
    return typeOf(ColumnType.TEXT);
  }

  @Override
  public boolean accepts(ColumnType wanted, String existingType) {
    return StoredType.accepts(typeOf(wanted), existingType);
  }

  @Override
  public boolean enforcesPrimaryKeys() {
    return false;
  }

  @Override
  public Optional<ExistingTable> find(Handle handle, TableName name) {
    name.quoted(this);
    return new Catalog(handle).find(name);
  }

  @Override
  public List<String> createTable(TableName name, TableSchema schema) {
    String columns =
        schema.columns().stream().map(this::definition).collect(Collectors.joining(", "));
    return List.of(
        "CREATE TABLE %s (%s, PRIMARY KEY (%s)) %s"
            .formatted(name.quoted(this), columns, quoteAll(schema.primaryKey()), BYTEWISE));
  }

  @Override
  public Object read(ResultSet row, int position, ColumnType type) throws SQLException {
    if (type != ColumnType.TIMESTAMP) {
      return Dialect.super.read(row, position, type);
    }
    Timestamp value = row.getTimestamp(position, utc());
    return value == null ? null : value.toInstant();
  }

  /** The driver takes no java.time, and its java.sql.Timestamp depends on the JVM's time zone. */
  @Override
  public void bind(PreparedStatement statement, int position, ColumnType type, Object value)
      throws SQLException {
    if (type != ColumnType.TIMESTAMP) {
      Dialect.super.bind(statement, position, type, value);
    } else if (value == null) {
      statement.setNull(position, Types.VARCHAR);
    } else {
      statement.setString(position, TimestampText.of((Instant) value));
    }
  }

  @Override
  public ErrorCode classify(SQLException failure) {
    return failures.classify(failure);
  }

  @Override
  public Optional<String> adviceFor(SQLException failure) {
    return failures.adviceFor(failure);
  }

  /** There is no constraint that could fail. */
  @Override
  public boolean isWriteConflict(SQLException failure) {
    return false;
  }

  @Override
  public boolean isConnectionLost(SQLException failure) {
    return failures.isConnectionLost(failure);
  }

  /** Returns the quoted names, joined by commas. */
  String quoteAll(List<Column> columns) {
    return columns.stream().map(column -> quote(column.name())).collect(Collectors.joining(", "));
  }

  private String definition(Column column) {
    return quote(column.name()) + " " + typeOf(column) + (column.isPrimaryKey() ? " NOT NULL" : "");
  }

  private static String typeOf(ColumnType type) {
    return switch (type) {
      case TEXT -> "VARCHAR(" + MAX_TEXT_BYTES + ")";
      case INTEGER -> "NUMBER(19,0)";
      case DOUBLE -> "FLOAT";
      case TIMESTAMP -> "TIMESTAMP_NTZ(6)";
      case FINGERPRINT -> "BINARY(16)";
    };
  }

  private static Calendar utc() {
    return new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
  }
}
