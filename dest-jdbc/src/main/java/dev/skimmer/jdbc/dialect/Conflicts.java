package dev.skimmer.jdbc.dialect;

import dev.skimmer.jdbc.KeyedTable;
import java.util.Optional;

/** Forms of an upsert that several databases share. */
final class Conflicts {
  private Conflicts() {}

  /** PostgreSQL's form, which SQLite has taken over. */
  static Optional<String> onConflict(KeyedTable table) {
    String assignments = table.assignments("%1$s = excluded.%1$s");
    return Optional.of(
        "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (%s) DO %s"
            .formatted(
                table.name(),
                table.columnNames(),
                table.parameters(),
                String.join(", ", table.key()),
                assignments.isEmpty() ? "NOTHING" : "UPDATE SET " + assignments));
  }
}
