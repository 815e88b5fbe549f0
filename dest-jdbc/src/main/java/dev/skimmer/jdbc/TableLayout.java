package dev.skimmer.jdbc;

import static java.util.Objects.requireNonNull;

import dev.skimmer.spi.Column;
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
  /** The column that stands for the key in a primary key, see {@link Dialect#keysOnHash()}. */
  public static final String HASH_COLUMN = "_key_hash";

  public TableLayout {
    requireNonNull(name, "name");
    requireNonNull(schema, "schema");
    requireNonNull(existing, "existing");
  }

  /** Returns the name of a column as the database writes it. */
  String nameOf(Column column) {
    return nameOf(column.name());
  }

  /** Returns the name of a column as the database writes it. */
  String nameOf(String column) {
    return existing.column(column).map(ExistingColumn::name).orElse(column);
  }
}
