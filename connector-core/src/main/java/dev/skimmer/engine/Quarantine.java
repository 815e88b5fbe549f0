package dev.skimmer.engine;

import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The errors table of one main table: which keys it holds, and since when. Safe for concurrent use.
 */
final class Quarantine {
  /** The column that every errors table has, and that survives an update of the entry. */
  private static final String FIRST_SEEN = "first_seen";

  private final TableSchema schema;
  private final int keyColumn;
  private final int firstSeenColumn;
  private final Map<KeyHash, Instant> since = new ConcurrentHashMap<>();

  Quarantine(TableSchema schema) {
    this.schema = schema;
    this.keyColumn = schema.indexOf(ColumnRole.KEY).orElseThrow();
    this.firstSeenColumn =
        schema.columns().stream().map(c -> c.name()).toList().indexOf(FIRST_SEEN);
    if (firstSeenColumn < 0) {
      throw new IllegalArgumentException(
          "Errors table " + schema.id() + " needs a column " + FIRST_SEEN);
    }
  }

  TableSchema schema() {
    return schema;
  }

  void load(Destination.Session destination) {
    since.clear();
    try (Stream<Row> rows = destination.rows(schema)) {
      rows.forEach(
          row -> RowDigest.keyOf(keyText(row)).ifPresent(key -> since.put(key, firstSeen(row))));
    }
  }

  Optional<Instant> since(KeyHash key) {
    return since.isEmpty() ? Optional.empty() : Optional.ofNullable(since.get(key));
  }

  boolean isEmpty() {
    return since.isEmpty();
  }

  Stream<String> keys(Destination.Session destination) {
    return destination.rows(schema).map(this::keyText);
  }

  void committed(Upsert entry) {
    since.put(entry.key(), firstSeen(entry.row()));
  }

  void committed(Delete entry) {
    since.remove(entry.key());
  }

  private String keyText(Row row) {
    return (String) row.value(keyColumn);
  }

  private Instant firstSeen(Row row) {
    return row.value(firstSeenColumn) instanceof Instant instant ? instant : Instant.EPOCH;
  }
}
