package dev.skimmer.jdbc;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as an upsert names it; every name is quoted.
 *
 * @param name schema included, where there is one
 * @param columns all that are written, in the order of the parameters
 * @param key those of the primary key
 * @param textKey those of the primary key that are texts, which a collation compares
 */
public record KeyedTable(
    String name, List<String> columns, List<String> key, List<String> textKey) {
  public KeyedTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    textKey = List.copyOf(textKey);
  }

  /** Returns the columns, separated by commas. */
  public String columnNames() {
    return String.join(", ", columns);
  }

  /** Returns a parameter for each column, separated by commas. */
  public String parameters() {
    return String.join(", ", Collections.nCopies(columns.size(), "?"));
  }

  /**
   * Returns the assignments of the columns outside the primary key, separated by commas; empty
   * where every column is part of it, which no table with a hash of its key is.
   *
   * @param assignment the text for one column, whose quoted name stands for each {@code %1$s}
   */
  public String assignments(String assignment) {
    return columns.stream()
        .filter(column -> !key.contains(column))
        .map(assignment::formatted)
        .collect(Collectors.joining(", "));
  }
}
