package dev.skimmer.jdbc;

import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Reads values through the plain JDBC types. */
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

  private static Object timestamp(ResultSet row, int position) throws SQLException {
    LocalDateTime utc = row.getObject(position, LocalDateTime.class);
    return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
  }

  private static Object fingerprint(ResultSet row, int position) throws SQLException {
    byte[] bytes = row.getBytes(position);
    return bytes == null ? null : Fingerprint.ofBytes(bytes);
  }
}
