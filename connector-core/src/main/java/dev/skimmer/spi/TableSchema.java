package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The shape of a table.
 *
 * @param id its name
 * @param role what its rows are
 * @param columns in the order of the values of a {@link Row}
 */
public record TableSchema(TableId id, TableRole role, List<Column> columns) {
  private static final Set<ColumnRole> AT_MOST_ONCE =
      EnumSet.of(
          ColumnRole.KEY,
          ColumnRole.KIND,
          ColumnRole.EXPIRY,
          ColumnRole.FINGERPRINT,
          ColumnRole.POSITION);

  public TableSchema {
    requireNonNull(id, "id");
    requireNonNull(role, "role");
    columns = List.copyOf(columns);
    requireUniqueNames(id, columns);
    requireSingleRoles(id, columns);
    if (role == TableRole.MAIN
        && columns.stream().noneMatch(column -> column.role() == ColumnRole.FINGERPRINT)) {
      throw new IllegalArgumentException("Main table " + id + " needs a FINGERPRINT column");
    }
  }

  /** Returns the position of the only column with this role, where there is one. */
  public OptionalInt indexOf(ColumnRole wanted) {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).role() == wanted)
        .findFirst();
  }

  /** Returns the columns of the primary key, {@link ColumnRole#KEY} first. */
  public List<Column> primaryKey() {
    return columns.stream().filter(Column::isPrimaryKey).toList();
  }

  private static void requireUniqueNames(TableId id, List<Column> columns) {
    long names = columns.stream().map(Column::name).distinct().count();
    if (names != columns.size()) {
      throw new IllegalArgumentException("Table " + id + " names a column twice: " + columns);
    }
  }

  private static void requireSingleRoles(TableId id, List<Column> columns) {
    for (ColumnRole role : AT_MOST_ONCE) {
      long count = columns.stream().filter(column -> column.role() == role).count();
      if (count > 1 || (count == 0 && role == ColumnRole.KEY)) {
        throw new IllegalArgumentException(
            "Table " + id + " needs one column with role " + role + ", but has " + count);
      }
    }
  }
}
