package dev.skimmer.jdbc;

import java.util.List;
import java.util.Optional;

/**
 * A table, or view, that the database has.
 *
 * @param writable whether it is a base table and no view
 * @param columns in the order of the table
 */
public record ExistingTable(boolean writable, List<ExistingColumn> columns) {
  public ExistingTable {
    columns = List.copyOf(columns);
  }

  /** Returns the column of this name, whose case does not matter. */
  public Optional<ExistingColumn> column(String name) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
  }
}
