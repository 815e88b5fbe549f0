package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Removes rows of one key; a row that is not there is no error.
 *
 * @param table the table to remove from
 * @param key hash of the source's key bytes
 * @param keyText the value of the table's {@link ColumnRole#KEY} column
 * @param range which rows of the key go, in a table with a {@link ColumnRole#SUBKEY}; every row of
 *     the key where it is empty
 */
public record Delete(TableId table, KeyHash key, String keyText, Optional<SubkeyRange> range)
    implements Operation {
  public Delete {
    requireNonNull(table, "table");
    requireNonNull(key, "key");
    requireNonNull(keyText, "keyText");
    requireNonNull(range, "range");
  }

  /** Removes every row of the key. */
  public Delete(TableId table, KeyHash key, String keyText) {
    this(table, key, keyText, Optional.empty());
  }
}
