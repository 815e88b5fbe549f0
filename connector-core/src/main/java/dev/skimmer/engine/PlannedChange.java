package dev.skimmer.engine;

import dev.skimmer.spi.TableId;

/**
 * One change that a sync would make to a main table or an errors table.
 *
 * @param table what would be changed
 * @param kind how
 * @param keyText the key as the table writes it
 */
public record PlannedChange(TableId table, Kind kind, String keyText) {
  /** How a table would be changed. */
  public enum Kind {
    /** A row would be added. */
    INSERT,
    /** A row would be written anew. */
    UPDATE,
    /** A row would go. */
    DELETE,
    /** A row outside the scope of the configuration would go. */
    PRUNE,
    /** The key cannot be read, and would be listed in the errors table. */
    ERROR
  }
}
