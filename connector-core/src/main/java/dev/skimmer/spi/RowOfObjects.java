package dev.skimmer.spi;

/** A row of any values. */
final class RowOfObjects extends Row {
  private final Object[] values;

  RowOfObjects(Object[] values) {
    this.values = values;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public Object value(int index) {
    return values[index];
  }
}
