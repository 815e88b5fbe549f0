package dev.skimmer.engine;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.List;

/** The tables of a source with two databases, one of which has a table of streams as well. */
final class TestTables {
  static final TableId ONE = new TableId("one");
  static final TableId ONE_STREAM = new TableId("one_stream");
  static final TableId ONE_ERRORS = new TableId("one_errors");
  static final TableId TWO = new TableId("two");
  static final TableId TWO_ERRORS = new TableId("two_errors");
  static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");
  static final Fingerprint PRINT = new Fingerprint(1, 2);
  private static final Column KEY = new Column("key", ColumnType.TEXT, ColumnRole.KEY);

  static final List<TableSchema> ALL =
      List.of(main(ONE), stream(), errors(ONE_ERRORS), main(TWO), errors(TWO_ERRORS));

  private TestTables() {}

  static TableSchema main(TableId id) {
    return new TableSchema(
        id,
        TableRole.MAIN,
        List.of(
            KEY,
            new Column("data_type", ColumnType.TEXT, ColumnRole.KIND),
            new Column("expires_at", ColumnType.TIMESTAMP, ColumnRole.EXPIRY),
            new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT),
            new Column("_position", ColumnType.TEXT, ColumnRole.POSITION)));
  }

  private static TableSchema stream() {
    return new TableSchema(
        ONE_STREAM,
        TableRole.SERIES,
        List.of(KEY, new Column("id", ColumnType.TEXT, ColumnRole.SUBKEY)));
  }

  private static TableSchema errors(TableId id) {
    return new TableSchema(
        id, TableRole.ERRORS, List.of(KEY, Column.of("first_seen", ColumnType.TIMESTAMP)));
  }

  static KeyHash hash(String key) {
    return KeyHash.ofUtf8(key);
  }

  /** Returns a row without expiry and position. */
  static Upsert row(TableId main, String key) {
    return new Upsert(main, hash(key), Row.of(key, "string", null, PRINT, null), false);
  }

  static Upsert entry(String key) {
    return new Upsert(ONE_STREAM, hash(key), Row.of(key, "1-0"), false);
  }

  static Upsert error(TableId errors, String key) {
    return new Upsert(errors, hash(key), Row.of(key, SINCE), false);
  }
}
