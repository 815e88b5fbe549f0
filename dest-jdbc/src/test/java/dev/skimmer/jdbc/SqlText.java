package dev.skimmer.jdbc;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.util.List;

/** The statements of a dialect for the tables of these tests, whose names are as evil as can be. */
record SqlText(SqlDialect dialect) {
  static final TableSchema MAIN =
      new TableSchema(
          new TableId("x\"]`; DROP"),
          TableRole.MAIN,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              Column.of("value", ColumnType.TEXT),
              new Column("data_type", ColumnType.TEXT, ColumnRole.KIND),
              Column.of("size", ColumnType.INTEGER),
              Column.of("score", ColumnType.DOUBLE),
              new Column("expires_at", ColumnType.TIMESTAMP, ColumnRole.EXPIRY),
              new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT)));

  static final TableSchema ENTRIES =
      new TableSchema(
          new TableId("s.entries"),
          TableRole.SERIES,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              new Column("id", ColumnType.TEXT, ColumnRole.SUBKEY),
              Column.of("fields", ColumnType.TEXT)));

  static final TableSchema SAMPLES =
      new TableSchema(
          new TableId("samples"),
          TableRole.SERIES,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              new Column("timestamp", ColumnType.TIMESTAMP, ColumnRole.SUBKEY),
              Column.of("value", ColumnType.DOUBLE)));

  static TableSchema named(TableSchema schema, String name) {
    return new TableSchema(new TableId(name), schema.role(), schema.columns());
  }

  TableSql statements(TableSchema schema) {
    return new TableSql(
        dialect,
        new TableLayout(TableName.parse(schema.id()), schema, new ExistingTable(true, List.of())));
  }

  String create(TableSchema schema) {
    List<String> statements = dialect.createTable(TableName.parse(schema.id()), schema);
    if (statements.size() != 1) {
      throw new AssertionError(statements);
    }
    return statements.get(0);
  }

  String createStates() {
    return new StateTableSql(dialect).create();
  }

  /** Returns the statement by which a state replaces another one. */
  String updateState() {
    return new StateTableSql(dialect)
        .of(
            "UPDATE {table} SET {sequence} = ?, {token} = ?, {state} = ?, {updated_at} = ?"
                + " WHERE {pipeline} = ? AND {sequence} = ? AND {token} = ?");
  }
}
