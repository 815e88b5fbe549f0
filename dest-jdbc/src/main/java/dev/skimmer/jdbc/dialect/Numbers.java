package dev.skimmer.jdbc.dialect;

import java.sql.SQLDataException;
import java.sql.SQLException;

/** Numbers that not every database can hold. */
final class Numbers {
  private static final String OUT_OF_RANGE = "22003";

  private Numbers() {}

  /** Refuses NaN and the infinities. */
  static void requireFinite(Object value, String product) throws SQLException {
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw refused(number, product);
    }
  }

  /** Refuses what is nearer to zero than a normal number, too. */
  static void requireNormal(Object value, String product) throws SQLException {
    requireFinite(value, product);
    if (value instanceof Double number && number != 0 && Math.abs(number) < Double.MIN_NORMAL) {
      throw refused(number, product);
    }
  }

  static void requireNumber(Object value, String product) throws SQLException {
    if (value instanceof Double number && number.isNaN()) {
      throw refused(number, product);
    }
  }

  private static SQLException refused(Double number, String product) {
    return new SQLDataException("%s has no number %s".formatted(product, number), OUT_OF_RANGE);
  }
}
