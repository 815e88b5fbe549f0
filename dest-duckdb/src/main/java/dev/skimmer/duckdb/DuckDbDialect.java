package dev.skimmer.duckdb;

import dev.skimmer.jdbc.Dialect;
import dev.skimmer.jdbc.ExistingColumn;
import dev.skimmer.jdbc.ExistingTable;
import dev.skimmer.jdbc.TableName;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.TableSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** DuckDB's SQL. Its text compares bytewise, and its names have no limit. */
final class DuckDbDialect implements Dialect {
  private static final String TEXT = "VARCHAR";
  private static final String ZSTD = "zstd";
  private static final String DICTIONARY = "dict_fsst";

  /** Not by information_schema, which takes half as long again. */
  private static final String FIND_TABLE =
      """
      WITH names AS (
        SELECT database_name, schema_name, table_name, true AS writable FROM duckdb_tables()
        UNION ALL
        SELECT database_name, schema_name, view_name, false FROM duckdb_views())
      SELECT schema_name, table_name, writable
      FROM names
      WHERE database_name = current_database()
        AND lower(schema_name) = lower(coalesce(?, current_schema()))
        AND lower(table_name) = lower(?)
      """;

  private final boolean primaryKey;

  DuckDbDialect(DuckDbConfig config) {
    this.primaryKey = config.primaryKey();
  }

  @Override
  public boolean excludesReaders() {
    return true;
  }

  @Override
  public String product() {
    return "DuckDB";
  }

  @Override
  public int maxIdentifierBytes() {
    return Integer.MAX_VALUE;
  }

  @Override
  public String typeOf(Column column) {
    return baseType(column.type());
  }

  @Override
  public String keyTextType() {
    return TEXT;
  }

  @Override
  public boolean accepts(ColumnType wanted, String existingType) {
    return baseType(wanted).equals(existingType);
  }

  @Override
  public Optional<ExistingTable> find(Handle handle, TableName name) {
    record Found(String schema, String table, boolean writable) {}
    return handle
        .createQuery(FIND_TABLE)
        .bind(0, name.schema())
        .bind(1, name.table())
        .map((row, context) -> new Found(row.getString(1), row.getString(2), row.getBoolean(3)))
        .findOne()
        .map(
            table ->
                new ExistingTable(
                    table.writable(),
                    columns(handle, quote(table.schema()) + "." + quote(table.table()))));
  }

  /** Asks for one table: the views of the catalog list the columns of all, which takes longer. */
  private static List<ExistingColumn> columns(Handle handle, String table) {
    return handle
        .createQuery("DESCRIBE " + table)
        .map((row, context) -> new ExistingColumn(row.getString(1), row.getString(2)))
        .list();
  }

  @Override
  public List<String> createTable(TableName name, TableSchema schema) {
    List<String> parts =
        schema.columns().stream()
            .map(column -> definition(column, schema))
            .collect(Collectors.toList());
    if (primaryKey) {
      parts.add("PRIMARY KEY (" + quoteAll(schema.primaryKey()) + ")");
    }
    List<String> statements = new ArrayList<>();
    name.schema().ifPresent(part -> statements.add("CREATE SCHEMA IF NOT EXISTS " + quote(part)));
    statements.add("CREATE TABLE %s (%s)".formatted(name.quoted(this), String.join(", ", parts)));
    return statements;
  }

  @Override
  public ErrorCode classify(SQLException failure) {
    return DuckDbFailures.classify(failure);
  }

  @Override
  public boolean isWriteConflict(SQLException failure) {
    return DuckDbFailures.isWriteConflict(failure);
  }

  /** Returns the quoted names, joined by commas. */
  String quoteAll(List<Column> columns) {
    return columns.stream().map(column -> quote(column.name())).collect(Collectors.joining(", "));
  }

  private String definition(Column column, TableSchema schema) {
    return quote(column.name())
        + " "
        + typeOf(column)
        + (column.isPrimaryKey() ? " NOT NULL" : "")
        + compression(column, schema).map(name -> " USING COMPRESSION " + name).orElse("");
  }

  /**
   * Returns how to compress a column, where that is known beforehand: DuckDB spares itself trying
   * out every way. The value is long: zstd makes the file a third. Other texts repeat. Keys differ,
   * unless they repeat from row to row, and then DuckDB finds out. Fingerprints do not compress.
   */
  private static Optional<String> compression(Column column, TableSchema schema) {
    return switch (column.role()) {
      case VALUE ->
          Optional.of(isValue(column, schema) ? ZSTD : DICTIONARY).filter(name -> isText(column));
      case KIND -> Optional.of(DICTIONARY).filter(name -> isText(column));
      case KEY -> Optional.of(ZSTD).filter(name -> schema.primaryKey().size() == 1);
      case FINGERPRINT -> Optional.of("uncompressed");
      case SUBKEY, EXPIRY, POSITION, WRITTEN -> Optional.empty();
    };
  }

  private static boolean isText(Column column) {
    return column.type() == ColumnType.TEXT;
  }

  private static boolean isValue(Column column, TableSchema schema) {
    return schema.indexOf(ColumnRole.VALUE).orElseThrow() == schema.columns().indexOf(column);
  }

  private static String baseType(ColumnType type) {
    return switch (type) {
      case TEXT -> TEXT;
      case INTEGER -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case TIMESTAMP -> "TIMESTAMP";
      case FINGERPRINT -> "BLOB";
    };
  }
}
