package dev.skimmer.jdbc;

import static java.util.Objects.requireNonNull;

import dev.skimmer.spi.TableSchema;

/**
 * A table as it is in the database. Its columns may stand in another order than those of the
 * schema, and a user may have added some.
 *
 * @param name where it is
 * @param schema what we write
 * @param existing what is there
 */
public record TableLayout(TableName name, TableSchema schema, ExistingTable existing) {
  public TableLayout {
    requireNonNull(name, "name");
    requireNonNull(schema, "schema");
    requireNonNull(existing, "existing");
  }
}
