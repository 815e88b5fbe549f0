package dev.skimmer.engine;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.List;

/** The table {@code _skimmer_syncs}: one row a sync, for users to query. */
final class SyncsTable {
  static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("_skimmer_syncs"),
          TableRole.SYNCS,
          List.of(
              new Column("id", ColumnType.TEXT, ColumnRole.KEY),
              Column.of("pipeline", ColumnType.TEXT),
              Column.of("pass", ColumnType.INTEGER),
              Column.of("started_at", ColumnType.TIMESTAMP),
              Column.of("finished_at", ColumnType.TIMESTAMP),
              Column.of("outcome", ColumnType.TEXT),
              Column.of("resumed", ColumnType.INTEGER),
              Column.of("scanned", ColumnType.INTEGER),
              Column.of("rechecked", ColumnType.INTEGER),
              Column.of("inserted", ColumnType.INTEGER),
              Column.of("updated", ColumnType.INTEGER),
              Column.of("deleted", ColumnType.INTEGER),
              Column.of("unchanged", ColumnType.INTEGER),
              Column.of("vanished", ColumnType.INTEGER),
              Column.of("errors", ColumnType.INTEGER),
              Column.of("out_of_scope", ColumnType.INTEGER),
              Column.of("bytes_read", ColumnType.INTEGER),
              Column.of("duration_ms", ColumnType.INTEGER),
              Column.of("message", ColumnType.TEXT),
              Column.of("appended", ColumnType.INTEGER)));

  private SyncsTable() {}

  static Upsert entry(
      String id, String pipeline, Instant startedAt, SyncResult result, String message) {
    return new Upsert(
        SCHEMA.id(),
        KeyHash.ofUtf8(id),
        Row.of(
            id,
            pipeline,
            result.pass(),
            startedAt,
            startedAt.plusMillis(result.durationMillis()),
            result.outcome().word(),
            result.resumed() ? 1L : 0L,
            result.scanned(),
            result.rechecked(),
            result.inserted(),
            result.updated(),
            result.deleted(),
            result.unchanged(),
            result.vanished(),
            result.errors(),
            result.outOfScope(),
            result.bytesRead(),
            result.durationMillis(),
            message,
            result.appended()),
        false);
  }
}
