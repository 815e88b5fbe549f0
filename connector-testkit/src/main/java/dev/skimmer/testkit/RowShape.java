package dev.skimmer.testkit;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableSchema;
import java.time.Instant;

/** Holds a row against the schema of its table. */
final class RowShape {
  private RowShape() {}

  /**
   * Checks the number of the values and the class of each.
   *
   * @throws AssertionError where they are not those of the schema
   */
  static void check(TableSchema schema, Row row) {
    if (row.size() != schema.columns().size()) {
      throw new AssertionError(
          "A row of table %s has %d values for %d columns"
              .formatted(schema.id(), row.size(), schema.columns().size()));
    }
    for (int i = 0; i < row.size(); i++) {
      check(schema, schema.columns().get(i), row.value(i));
    }
  }

  /** Returns the text of the row's key. */
  static String keyOf(TableSchema schema, Row row) {
    return (String) row.value(schema.indexOf(ColumnRole.KEY).orElseThrow());
  }

  private static void check(TableSchema schema, Column column, Object value) {
    boolean fits =
        value == null ? !column.isPrimaryKey() : classOf(column.type()).isInstance(value);
    if (!fits) {
      throw new AssertionError(
          "Column %s of table %s cannot hold %s"
              .formatted(
                  column.name(),
                  schema.id(),
                  value == null ? "null" : "a " + value.getClass().getSimpleName()));
    }
    if (value instanceof String text && text.indexOf('\0') >= 0) {
      throw new AssertionError("Column " + column.name() + " holds a NUL, which no text may");
    }
  }

  private static Class<?> classOf(ColumnType type) {
    return switch (type) {
      case TEXT -> String.class;
      case INTEGER -> Long.class;
      case DOUBLE -> Double.class;
      case TIMESTAMP -> Instant.class;
      case FINGERPRINT -> Fingerprint.class;
    };
  }
}
