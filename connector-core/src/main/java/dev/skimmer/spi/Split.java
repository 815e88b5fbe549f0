package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * A unit of reading. The splits of one plan together cover the whole scope; where they overlap, the
 * index drops the second sighting of a key.
 *
 * <p>A worker elsewhere can read a split with nothing but this value, a cursor and the
 * configuration.
 *
 * @param id names the split within its plan, and in the stored state; stable within an epoch
 * @param table the table with fingerprints that this split fills
 */
public record Split(String id, TableId table) implements Serializable {
  public Split {
    requireNonNull(id, "id");
    requireNonNull(table, "table");
  }
}
