package dev.skimmer.report;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Reads those columns of a main table that a report tells of, and never a value. */
final class RowFacts {
  private static final Column SIZE = Column.of("size", ColumnType.INTEGER);
  private static final Column WRITTEN =
      new Column("last_modified", ColumnType.TIMESTAMP, ColumnRole.WRITTEN);

  private final TableSchema schema;
  private final OptionalInt key;
  private final OptionalInt kind;
  private final OptionalInt expiry;
  private final OptionalInt size;
  private final OptionalInt written;

  RowFacts(TableSchema mainTable) {
    schema =
        new TableSchema(
            mainTable.id(),
            TableRole.MAIN,
            mainTable.columns().stream().filter(RowFacts::isRead).toList());
    key = schema.indexOf(ColumnRole.KEY);
    kind = schema.indexOf(ColumnRole.KIND);
    expiry = schema.indexOf(ColumnRole.EXPIRY);
    size = indexOf(SIZE);
    written = indexOf(WRITTEN);
  }

  private static boolean isRead(Column column) {
    return switch (column.role()) {
      case KEY, KIND, EXPIRY, FINGERPRINT -> true;
      case SUBKEY, POSITION -> false;
      case VALUE, WRITTEN -> column.equals(SIZE) || column.equals(WRITTEN);
    };
  }

  private OptionalInt indexOf(Column column) {
    return IntStream.range(0, schema.columns().size())
        .filter(i -> schema.columns().get(i).equals(column))
        .findFirst();
  }

  /** Returns the columns to ask the destination for. */
  TableSchema schema() {
    return schema;
  }

  String key(Row row) {
    return value(row, key, String.class).orElse("");
  }

  String kind(Row row) {
    return value(row, kind, String.class).orElse("");
  }

  Optional<Instant> expiry(Row row) {
    return value(row, expiry, Instant.class);
  }

  OptionalLong size(Row row) {
    return value(row, size, Long.class).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  Optional<Instant> written(Row row) {
    return value(row, written, Instant.class);
  }

  private static <T> Optional<T> value(Row row, OptionalInt index, Class<T> type) {
    return index.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(type.cast(row.value(index.getAsInt())));
  }
}
