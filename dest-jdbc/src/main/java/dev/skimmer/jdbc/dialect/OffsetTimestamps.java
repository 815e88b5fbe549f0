package dev.skimmer.jdbc.dialect;

import dev.skimmer.jdbc.Instants;
import dev.skimmer.jdbc.SqlDialect;
import dev.skimmer.spi.ColumnType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;

/** A database whose timestamps are instants: they know their time zone. */
interface OffsetTimestamps extends SqlDialect {
  @Override
  default Object read(ResultSet row, int position, ColumnType type) throws SQLException {
    if (type != ColumnType.TIMESTAMP) {
      return SqlDialect.super.read(row, position, type);
    }
    OffsetDateTime value = row.getObject(position, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  @Override
  default void bind(PreparedStatement statement, int position, ColumnType type, Object value)
      throws SQLException {
    if (type != ColumnType.TIMESTAMP) {
      SqlDialect.super.bind(statement, position, type, value);
    } else if (value == null) {
      statement.setNull(position, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      statement.setObject(position, Instants.utc(value));
    }
  }
}
