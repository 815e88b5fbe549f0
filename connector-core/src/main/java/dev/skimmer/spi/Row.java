package dev.skimmer.spi;

import java.util.Arrays;

/**
 * The values of one row, in the order of the columns of its {@link TableSchema}. Immutable; a value
 * may be null.
 */
public final class Row {
  private final Object[] values;

  private Row(Object[] values) {
    this.values = values;
  }

  /** Creates a row. The classes of the values are those that {@link ColumnType} names. */
  public static Row of(Object... values) {
    return new Row(values.clone());
  }

  /** Returns the number of values. */
  public int size() {
    return values.length;
  }

  /** Returns the value at {@code index}, or null where the row holds none. */
  public Object value(int index) {
    return values[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Row row && Arrays.equals(values, row.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  /** Returns a text without any value: rows hold what users trust us with. */
  @Override
  public String toString() {
    return "Row[" + values.length + " values]";
  }
}
