package dev.skimmer.jdbc.dialect;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Forms of an upsert that several databases share. */
final class Conflicts {
  private Conflicts() {}

  /** PostgreSQL's form, which SQLite has taken over. */
  static Optional<String> onConflict(String table, List<String> columns, List<String> key) {
    return Optional.of(
        "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s"
            .formatted(
                table,
                String.join(", ", columns),
                parameters(columns),
                String.join(", ", key),
                columns.stream()
                    .filter(column -> !key.contains(column))
                    .map(column -> column + " = excluded." + column)
                    .collect(Collectors.joining(", "))));
  }

  static String parameters(List<String> columns) {
    return columns.stream().map(column -> "?").collect(Collectors.joining(", "));
  }
}
