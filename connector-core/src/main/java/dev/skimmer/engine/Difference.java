package dev.skimmer.engine;

import static java.util.Objects.requireNonNull;

import dev.skimmer.spi.TableId;
import java.util.List;

/**
 * One thing in which a table is not what the source holds.
 *
 * @param table where
 * @param keyText the key as the table writes it
 * @param subkeyText the rest of the primary key, such as the timestamp of a sample; empty where the
 *     key is all of it
 * @param kind what differs
 * @param columns names of the columns that differ; none where a whole row does
 */
public record Difference(
    TableId table, String keyText, String subkeyText, DifferenceKind kind, List<String> columns) {
  public Difference {
    requireNonNull(table, "table");
    requireNonNull(keyText, "keyText");
    requireNonNull(subkeyText, "subkeyText");
    requireNonNull(kind, "kind");
    columns = List.copyOf(columns);
  }

  static Difference ofRow(TableId table, String keyText, DifferenceKind kind) {
    return new Difference(table, keyText, "", kind, List.of());
  }
}
