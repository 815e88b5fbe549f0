package dev.skimmer.testkit;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tables, rows and states that the contract's tests write. */
final class ContractTables {
  static final String PIPELINE = "shop";
  static final TableSchema MAIN = main(new TableId("copy"));
  static final TableSchema SERIES =
      new TableSchema(
          new TableId("copy_samples"),
          TableRole.SERIES,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              new Column("timestamp", ColumnType.INTEGER, ColumnRole.SUBKEY),
              Column.of("value", ColumnType.DOUBLE)));

  static final TableSchema ENTRIES =
      new TableSchema(
          new TableId("copy_entries"),
          TableRole.SERIES,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              new Column("id", ColumnType.TEXT, ColumnRole.SUBKEY),
              Column.of("fields", ColumnType.TEXT)));
  static final TableSchema MOMENTS =
      new TableSchema(
          new TableId("copy_moments"),
          TableRole.SERIES,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              new Column("timestamp", ColumnType.TIMESTAMP, ColumnRole.SUBKEY),
              Column.of("value", ColumnType.DOUBLE)));

  private ContractTables() {}

  static TableSchema main(TableId id) {
    return new TableSchema(
        id,
        TableRole.MAIN,
        List.of(
            new Column("key", ColumnType.TEXT, ColumnRole.KEY),
            Column.of("value", ColumnType.TEXT),
            new Column("data_type", ColumnType.TEXT, ColumnRole.KIND),
            Column.of("size", ColumnType.INTEGER),
            Column.of("score", ColumnType.DOUBLE),
            new Column("expires_at", ColumnType.TIMESTAMP, ColumnRole.EXPIRY),
            new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT),
            new Column("_position", ColumnType.TEXT, ColumnRole.POSITION)));
  }

  /** Returns a full row whose values follow from its key and its version. */
  static Row row(String key, int version) {
    return Row.of(
        key,
        "value " + version,
        "string",
        (long) version,
        version / 4.0,
        Instant.ofEpochMilli(1_700_000_000_000L + version),
        new Fingerprint(version, ~version),
        "position " + version);
  }

  /** Returns a row that holds nothing but its key. */
  static Row bare(String key) {
    return Row.of(key, null, null, null, null, null, null, null);
  }

  static Row sample(String key, long timestamp, double value) {
    return Row.of(key, timestamp, value);
  }

  static Upsert add(TableSchema table, Row row) {
    return new Upsert(table.id(), KeyHash.ofUtf8((String) row.value(0)), row, false);
  }

  static Upsert change(TableSchema table, Row row) {
    return new Upsert(table.id(), KeyHash.ofUtf8((String) row.value(0)), row, true);
  }

  static Delete remove(TableSchema table, String key) {
    return new Delete(table.id(), KeyHash.ofUtf8(key), key);
  }

  static Delete remove(TableSchema table, String key, Comparable<?> first, Comparable<?> last) {
    SubkeyRange range = new SubkeyRange(first, last);
    return new Delete(table.id(), KeyHash.ofUtf8(key), key, Optional.of(range));
  }

  static StoredState state(long sequence) {
    return new StoredState(sequence, "token " + sequence, "{\"at\":" + sequence + "}");
  }

  /** Returns the change from the state before {@code sequence} to that one; 1 is the first. */
  static StateChange to(long sequence) {
    return new StateChange(
        sequence == 1 ? Optional.empty() : Optional.of(state(sequence - 1)), state(sequence));
  }

  /** Returns a change that expects a stored state of the given sequence, but with another token. */
  static StateChange withToken(String token, long sequence) {
    StoredState expected = new StoredState(sequence, token, state(sequence).document());
    return new StateChange(Optional.of(expected), state(sequence + 1));
  }

  /** Writes and commits in one go, after whatever is stored. */
  static void commit(Destination.Session session, Operation... operations) {
    Optional<StoredState> before = session.stateStore(PIPELINE).load();
    long next = before.map(StoredState::sequence).orElse(0L) + 1;
    try (Writer writer = session.openWriter(PIPELINE)) {
      writer.write(List.of(operations));
      writer.commit(new StateChange(before, state(next)));
    }
  }
}
