package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TextLimitTest {
  private static final TableId MAIN = new TableId("copy");
  private static final TableId ENTRIES = new TableId("copy_stream");
  private static final TableId ERRORS = new TableId("copy_errors");
  private static final Column KEY = new Column("key", ColumnType.TEXT, ColumnRole.KEY);
  private static final String MESSAGE =
      "The row for table copy_stream has a text of 21 bytes, and the destination holds 10."
          + " Lower max_value_bytes, or shorten the value.";
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final List<TableSchema> TABLES =
      List.of(
          new TableSchema(
              MAIN,
              TableRole.MAIN,
              List.of(
                  KEY,
                  Column.of("value", ColumnType.TEXT),
                  new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT))),
          new TableSchema(
              ENTRIES,
              TableRole.SERIES,
              List.of(
                  KEY,
                  new Column("id", ColumnType.TEXT, ColumnRole.SUBKEY),
                  Column.of("fields", ColumnType.TEXT))),
          new TableSchema(
              ERRORS,
              TableRole.ERRORS,
              List.of(
                  KEY,
                  new Column("data_type", ColumnType.TEXT, ColumnRole.KIND),
                  Column.of("code", ColumnType.TEXT),
                  Column.of("message", ColumnType.TEXT),
                  Column.of("first_seen", ColumnType.TIMESTAMP))));

  private final TextLimit limit =
      new TextLimit(
          new KnownTables(TABLES, new MemoryDestination()),
          OptionalLong.of(10),
          Clock.fixed(NOW, ZoneOffset.UTC));

  private static Upsert row(String key, String value) {
    return new Upsert(MAIN, KeyHash.ofUtf8(key), Row.of(key, value, null), true);
  }

  private static Upsert entry(String key, String id, String fields) {
    return new Upsert(ENTRIES, KeyHash.ofUtf8(key), Row.of(key, id, fields), false);
  }

  private static Delete noError(String key) {
    return new Delete(ERRORS, KeyHash.ofUtf8(key), key);
  }

  @Test
  void aKeyWithATextTooLongIsAnErrorAndNothingElse() {
    List<Operation> kept =
        limit.apply(
            List.of(
                row("log", "facts"),
                entry("log", "1-0", "short"),
                entry("log", "2-0", "longer than ten bytes"),
                entry("log", "3-0", "longer than ten bytes"),
                row("other", "fits")));
    assertThat(kept)
        .containsExactly(
            row("other", "fits"),
            new Upsert(
                ERRORS,
                KeyHash.ofUtf8("log"),
                Row.of("log", "", "VALUE_TOO_LARGE", MESSAGE, NOW),
                false));
  }

  @Test
  void whatIsReadOfSuchAKeyLaterInThePassIsNotWrittenEither() {
    limit.apply(List.of(entry("log", "2-0", "longer than ten bytes")));
    assertThat(
            limit.apply(
                List.of(
                    entry("log", "4-0", "short"),
                    row("log", "facts"),
                    noError("log"),
                    noError("other"))))
        .containsExactly(noError("other"));
  }
}
