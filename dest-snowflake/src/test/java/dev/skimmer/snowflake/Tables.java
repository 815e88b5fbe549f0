package dev.skimmer.snowflake;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.SubkeyRange;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import java.util.List;
import java.util.Optional;

/** A small main table and a table of samples, and what happens to them. */
final class Tables {
  static final TableSchema MAIN =
      new TableSchema(
          new TableId("copy"),
          TableRole.MAIN,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              Column.of("value", ColumnType.TEXT),
              new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT)));
  static final TableSchema SERIES =
      new TableSchema(
          new TableId("copy_samples"),
          TableRole.SERIES,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              new Column("timestamp", ColumnType.INTEGER, ColumnRole.SUBKEY),
              Column.of("value", ColumnType.DOUBLE)));

  private Tables() {}

  static Upsert row(String key, String value, boolean known) {
    return new Upsert(MAIN.id(), KeyHash.ofUtf8(key), Row.of(key, value, null), known);
  }

  static Upsert sample(String key, long timestamp, double value, boolean known) {
    return new Upsert(SERIES.id(), KeyHash.ofUtf8(key), Row.of(key, timestamp, value), known);
  }

  static Delete remove(TableSchema table, String key) {
    return new Delete(table.id(), KeyHash.ofUtf8(key), key);
  }

  static Delete remove(String key, long first, long last) {
    return new Delete(
        SERIES.id(), KeyHash.ofUtf8(key), key, Optional.of(new SubkeyRange(first, last)));
  }

  static StoredState state(long sequence) {
    return new StoredState(sequence, "token " + sequence, "{}");
  }

  /** Commits after whatever is stored. */
  static void commit(Destination.Session session, List<? extends Operation> operations) {
    Optional<StoredState> before = session.stateStore("shop").load();
    long next = before.map(StoredState::sequence).orElse(0L) + 1;
    try (Writer writer = session.openWriter("shop")) {
      writer.write(List.copyOf(operations));
      writer.commit(new StateChange(before, state(next)));
    }
  }
}
