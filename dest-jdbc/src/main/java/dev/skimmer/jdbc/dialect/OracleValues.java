package dev.skimmer.jdbc.dialect;

import dev.skimmer.jdbc.Instants;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import java.io.StringReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Values as Oracle's driver takes them. */
final class OracleValues {
  /** OracleTypes.BINARY_DOUBLE: a plain double would become a NUMBER, which is neither as wide. */
  private static final int BINARY_DOUBLE = 101;

  /**
   * A longer text may have more than 4,000 bytes, and such a one may not follow a LOB in a
   * statement (ORA-24816) unless it is a LOB itself.
   */
  private static final int MAX_PLAIN_CHARS = 1_000;

  private OracleValues() {}

  static void bind(PreparedStatement statement, int position, ColumnType type, Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(position, jdbcType(type));
      return;
    }
    switch (type) {
      case TEXT -> bindText(statement, position, (String) value);
      case INTEGER -> statement.setLong(position, (Long) value);
      case DOUBLE -> statement.setObject(position, value, BINARY_DOUBLE);
      case TIMESTAMP ->
          statement.setObject(
              position, LocalDateTime.ofInstant(Instants.bounded(value), ZoneOffset.UTC));
      case FINGERPRINT -> statement.setBytes(position, ((Fingerprint) value).toBytes());
    }
  }

  /** A plain empty text would be null. */
  private static void bindText(PreparedStatement statement, int position, String text)
      throws SQLException {
    if (text.isEmpty() || text.length() > MAX_PLAIN_CHARS) {
      statement.setClob(position, new StringReader(text));
    } else {
      statement.setString(position, text);
    }
  }

  static Object read(ResultSet row, int position, ColumnType type) throws SQLException {
    Object value =
        switch (type) {
          case TEXT -> text(row, position);
          case INTEGER -> row.getLong(position);
          case DOUBLE -> row.getDouble(position);
          case TIMESTAMP -> instant(row.getObject(position, LocalDateTime.class));
          case FINGERPRINT -> fingerprint(row.getBytes(position));
        };
    return row.wasNull() ? null : value;
  }

  /** A driver may return null for an empty CLOB; whether the column is null tells them apart. */
  private static String text(ResultSet row, int position) throws SQLException {
    String text = row.getString(position);
    return text == null && !row.wasNull() ? "" : text;
  }

  private static Instant instant(LocalDateTime utc) {
    return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
  }

  private static Fingerprint fingerprint(byte[] bytes) {
    return bytes == null ? null : Fingerprint.ofBytes(bytes);
  }

  private static int jdbcType(ColumnType type) {
    return switch (type) {
      case TEXT -> Types.VARCHAR;
      case INTEGER -> Types.NUMERIC;
      case DOUBLE -> BINARY_DOUBLE;
      case TIMESTAMP -> Types.TIMESTAMP;
      case FINGERPRINT -> Types.VARBINARY;
    };
  }
}
