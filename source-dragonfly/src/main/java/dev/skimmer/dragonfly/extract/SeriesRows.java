package dev.skimmer.dragonfly.extract;

import dev.skimmer.spi.Delete;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Removes samples and entries of a key that is no such series any more. */
final class SeriesRows {
  private final Map<String, TableId> tableOfType;
  private final KnownRows known;

  SeriesRows(Tables tables, KnownRows known) {
    this.tableOfType =
        Map.of(
            TimeSeriesType.NAME, tables.timeSeries().id(), StreamType.NAME, tables.stream().id());
    this.known = known;
  }

  /**
   * Removes what the key was, where it is something else now.
   *
   * @param begun whether rows were handed over that the index does not know yet
   */
  void remove(
      KeyHash hash, String keyText, ValueType type, boolean begun, List<Operation> operations) {
    Optional<String> former = known.kindOf(hash);
    tableOfType.forEach(
        (name, table) -> {
          boolean held = begun || former.equals(Optional.of(name));
          if (held && !name.equals(type.name())) {
            operations.add(new Delete(table, hash, keyText));
          }
        });
  }

  /**
   * Removes all of a key that is gone; a type that is not known may have been any.
   *
   * @param begun whether rows were handed over that the index does not know yet
   */
  void removeAll(KeyHash hash, String keyText, boolean begun, List<Operation> operations) {
    Optional<String> former = known.kindOf(hash);
    tableOfType.forEach(
        (name, table) -> {
          if (begun || former.orElse(name).equals(name)) {
            operations.add(new Delete(table, hash, keyText));
          }
        });
  }
}
