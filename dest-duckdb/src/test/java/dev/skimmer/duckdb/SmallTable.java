package dev.skimmer.duckdb;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.util.List;

/** A main table with as few columns as one can have. */
final class SmallTable {
  static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("copy"),
          TableRole.MAIN,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              Column.of("value", ColumnType.TEXT),
              new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT)));

  private SmallTable() {}

  static Row row(String key, String value) {
    return Row.of(key, value, new Fingerprint(key.length(), value.length()));
  }
}
