package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

/**
 * Removes the rows of one key; a row that is not there is no error.
 *
 * @param table the table to remove from
 * @param key hash of the source's key bytes
 * @param keyText the value of the table's {@link ColumnRole#KEY} column; every row that holds it
 *     goes
 */
public record Delete(TableId table, KeyHash key, String keyText) implements Operation {
  public Delete {
    requireNonNull(table, "table");
    requireNonNull(key, "key");
    requireNonNull(keyText, "keyText");
  }
}
