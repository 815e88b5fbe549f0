package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

/**
 * One column of a table.
 *
 * @param name unquoted name, in lower case
 * @param type what its values are
 * @param role what the engine knows about it
 */
public record Column(String name, ColumnType type, ColumnRole role) {
  public Column {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(role, "role");
  }

  /** Creates a column without a particular role. */
  public static Column of(String name, ColumnType type) {
    return new Column(name, type, ColumnRole.VALUE);
  }

  /** Returns whether the column belongs to the primary key, and so is never null. */
  public boolean isPrimaryKey() {
    return role == ColumnRole.KEY || role == ColumnRole.SUBKEY;
  }
}
