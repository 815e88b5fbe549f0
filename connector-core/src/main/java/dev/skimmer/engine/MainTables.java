package dev.skimmer.engine;

import dev.skimmer.spi.TableId;
import java.util.Collection;
import java.util.Comparator;

/** The rule by which a table with rows of keys belongs to a main table: by its name. */
final class MainTables {
  private MainTables() {}

  /**
   * Returns the one of {@code mainTables} whose name, as the longest of all, the name of {@code
   * table} begins with: a main table itself, or the one whose keys the table has rows of.
   *
   * @throws IllegalArgumentException when there is none
   */
  static TableId mainOf(TableId table, Collection<TableId> mainTables) {
    return mainTables.stream()
        .filter(main -> table.name().startsWith(main.name()))
        .max(Comparator.comparingInt(main -> main.name().length()))
        .orElseThrow(() -> new IllegalArgumentException("No main table belongs to " + table));
  }
}
