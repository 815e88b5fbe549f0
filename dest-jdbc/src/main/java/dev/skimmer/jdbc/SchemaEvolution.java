package dev.skimmer.jdbc;

import static dev.skimmer.spi.ErrorCode.TABLE_FOREIGN;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Brings a table to its schema by adding only, and refuses tables that are not ours. */
final class SchemaEvolution {
  private final Dialect dialect;
  private final String description;

  SchemaEvolution(Dialect dialect, String description) {
    this.dialect = dialect;
    this.description = description;
  }

  TableLayout apply(Handle handle, TableSchema schema) {
    TableName name = TableName.parse(schema.id());
    Optional<ExistingTable> existing = dialect.find(handle, name);
    if (existing.isEmpty()) {
      dialect.createTable(name, schema).forEach(handle::execute);
    } else {
      List<Column> missing = missingColumns(schema, existing.get());
      Optional<String> objection = dialect.objection(handle, name, schema);
      if (objection.isPresent()) {
        throw foreign(schema, objection.get());
      }
      if (missing.isEmpty()) {
        return new TableLayout(name, schema, existing.get());
      }
      for (Column column : missing) {
        handle.execute(dialect.addColumn(name, column));
      }
    }
    return new TableLayout(name, schema, require(handle, name, schema));
  }

  boolean exists(Handle handle, TableSchema schema) {
    return dialect.find(handle, TableName.parse(schema.id())).isPresent();
  }

  Optional<TableLayout> find(Handle handle, TableSchema schema) {
    TableName name = TableName.parse(schema.id());
    Optional<ExistingTable> existing = dialect.find(handle, name);
    existing.ifPresent(table -> requireComplete(schema, table));
    return existing.map(table -> new TableLayout(name, schema, table));
  }

  private ExistingTable require(Handle handle, TableName name, TableSchema schema) {
    return dialect
        .find(handle, name)
        .orElseThrow(() -> foreign(schema, "it vanished right after it was created"));
  }

  /** A column that only holds something may be missing: an earlier version made the table then. */
  private void requireComplete(TableSchema schema, ExistingTable table) {
    for (Column column : missingColumns(schema, table)) {
      if (column.role() != ColumnRole.VALUE && column.role() != ColumnRole.WRITTEN) {
        throw foreign(schema, "it has no column " + column.name());
      }
    }
  }

  private List<Column> missingColumns(TableSchema schema, ExistingTable table) {
    if (!table.writable()) {
      throw foreign(schema, "it is a view");
    }
    if (dialect.keysOnHash() && table.column(TableLayout.HASH_COLUMN).isEmpty()) {
      throw foreign(schema, "it has no column " + TableLayout.HASH_COLUMN);
    }
    List<Column> missing = new ArrayList<>();
    for (Column column : schema.columns()) {
      Optional<ExistingColumn> found = table.column(column.name());
      if (found.isEmpty()) {
        requireAddable(schema, column);
        missing.add(column);
      } else if (!dialect.accepts(column, found.get().type())) {
        throw foreign(
            schema,
            "its column %s is %s instead of %s"
                .formatted(column.name(), found.get().type(), dialect.typeOf(column)));
      }
    }
    return missing;
  }

  private void requireAddable(TableSchema schema, Column column) {
    if (column.isPrimaryKey() || column.role() == ColumnRole.FINGERPRINT) {
      throw foreign(schema, "it has no column " + column.name());
    }
  }

  private ConnectorException foreign(TableSchema schema, String reason) {
    return new ConnectorException(
        TABLE_FOREIGN,
        "Table %s in %s is not one of Skimmer's: %s. Choose another table_name, or rename that table."
            .formatted(Printable.quoted(schema.id().name()), description, reason));
  }
}
