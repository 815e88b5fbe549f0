package dev.skimmer.spi;

import java.time.Instant;

/**
 * A row of a text, a moment and a number, of which the latter two become objects when asked for.
 */
final class RowOfSample extends Row {
  private final String key;
  private final long epochMillis;
  private final double value;

  RowOfSample(String key, long epochMillis, double value) {
    this.key = key;
    this.epochMillis = epochMillis;
    this.value = value;
  }

  @Override
  public int size() {
    return 3;
  }

  @Override
  public Object value(int index) {
    return switch (index) {
      case 0 -> key;
      case 1 -> Instant.ofEpochMilli(epochMillis);
      case 2 -> value;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }
}
