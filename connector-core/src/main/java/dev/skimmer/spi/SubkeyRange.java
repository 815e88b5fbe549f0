package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

/**
 * A part of the rows of one key, by their {@link ColumnRole#SUBKEY} column, such as the samples of
 * a series between two timestamps.
 *
 * @param first the smallest subkey of the range, of the class that the column's {@link ColumnType}
 *     names
 * @param last the largest subkey of the range, itself a part of it
 */
public record SubkeyRange(Comparable<?> first, Comparable<?> last) {
  public SubkeyRange {
    requireNonNull(first, "first");
    requireNonNull(last, "last");
    if (first.getClass() != last.getClass()) {
      throw new IllegalArgumentException(
          "A range needs two subkeys of one class, not %s and %s"
              .formatted(first.getClass().getSimpleName(), last.getClass().getSimpleName()));
    }
  }
}
