package dev.skimmer.report;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.text.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a table of errors holds.
 *
 * @param keys how many keys could not be read
 * @param byCode how many of them for which reason
 * @param listed the first of them
 */
public record UnreadableKeys(long keys, Map<String, Long> byCode, List<Entry> listed) {
  private static final int MOST_LISTED = 100;

  /** One key that could not be read, and since when. */
  public record Entry(
      String key, String kind, String code, String message, Optional<Instant> since) {}

  static UnreadableKeys none() {
    return new UnreadableKeys(0, Map.of(), List.of());
  }

  /** Reads a table of errors; of one that is not there nothing is told. */
  static UnreadableKeys read(Destination.Session destination, TableSchema schema) {
    List<String> columns = schema.columns().stream().map(Column::name).toList();
    Map<String, Long> byCode = new TreeMap<>();
    List<Entry> listed = new ArrayList<>();
    try (Stream<Row> rows = destination.rows(schema)) {
      rows.forEach(
          row -> {
            Entry entry = entry(columns, row);
            byCode.merge(entry.code(), 1L, Long::sum);
            if (listed.size() < MOST_LISTED) {
              listed.add(entry);
            }
          });
    }
    long keys = byCode.values().stream().mapToLong(Long::longValue).sum();
    return new UnreadableKeys(keys, byCode, List.copyOf(listed));
  }

  private static Entry entry(List<String> columns, Row row) {
    return new Entry(
        text(columns, row, "key"),
        text(columns, row, "data_type"),
        text(columns, row, "code"),
        text(columns, row, "message"),
        value(columns, row, "first_seen", Instant.class));
  }

  private static String text(List<String> columns, Row row, String name) {
    return value(columns, row, name, String.class).map(Printable::shortened).orElse("");
  }

  private static <T> Optional<T> value(List<String> columns, Row row, String name, Class<T> type) {
    int index = columns.indexOf(name);
    return index < 0 ? Optional.empty() : Optional.ofNullable(row.value(index)).map(type::cast);
  }
}
