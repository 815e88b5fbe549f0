package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

/**
 * Writes one row: the row with this key exists afterwards, with exactly these values.
 *
 * @param table the table to write
 * @param key hash of the source's key bytes; rows of one key share it, in every table
 * @param row the values, in the order of the table's columns
 * @param known whether the destination may hold a row with this primary key; {@code false} is a
 *     promise that it does not, so that a destination may append without looking
 */
public record Upsert(TableId table, KeyHash key, Row row, boolean known) implements Operation {
  public Upsert {
    requireNonNull(table, "table");
    requireNonNull(key, "key");
    requireNonNull(row, "row");
  }
}
