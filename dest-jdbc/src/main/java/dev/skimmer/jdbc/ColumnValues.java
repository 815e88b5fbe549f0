package dev.skimmer.jdbc;

import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Reads and binds values through the plain JDBC types. */
final class ColumnValues {
  private ColumnValues() {}

  static Object read(ResultSet row, int position, ColumnType type) throws SQLException {
    Object value =
        switch (type) {
          case TEXT -> row.getString(position);
          case INTEGER -> row.getLong(position);
          case DOUBLE -> row.getDouble(position);
          case TIMESTAMP -> timestamp(row, position);
          case FINGERPRINT -> fingerprint(row, position);
        };
    return row.wasNull() ? null : value;
  }

  static void bind(PreparedStatement statement, int position, ColumnType type, Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(position, jdbcType(type).getVendorTypeNumber());
      return;
    }
    switch (type) {
      case TEXT -> statement.setString(position, (String) value);
      case INTEGER -> statement.setLong(position, (Long) value);
      case DOUBLE -> statement.setDouble(position, (Double) value);
      case TIMESTAMP ->
          statement.setObject(position, LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC));
      case FINGERPRINT -> statement.setBytes(position, ((Fingerprint) value).toBytes());
    }
  }

  private static JDBCType jdbcType(ColumnType type) {
    return switch (type) {
      case TEXT -> JDBCType.VARCHAR;
      case INTEGER -> JDBCType.BIGINT;
      case DOUBLE -> JDBCType.DOUBLE;
      case TIMESTAMP -> JDBCType.TIMESTAMP;
      case FINGERPRINT -> JDBCType.VARBINARY;
    };
  }

  private static Object timestamp(ResultSet row, int position) throws SQLException {
    LocalDateTime utc = row.getObject(position, LocalDateTime.class);
    return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
  }

  private static Object fingerprint(ResultSet row, int position) throws SQLException {
    byte[] bytes = row.getBytes(position);
    return bytes == null ? null : Fingerprint.ofBytes(bytes);
  }
}
