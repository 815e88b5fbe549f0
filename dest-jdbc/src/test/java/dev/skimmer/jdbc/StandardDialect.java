package dev.skimmer.jdbc;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.TableSchema;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A dialect with every default and names of 63 bytes, as PostgreSQL has them. */
final class StandardDialect implements Dialect {
  @Override
  public String product() {
    return "Standard";
  }

  @Override
  public int maxIdentifierBytes() {
    return 63;
  }

  @Override
  public String typeOf(Column column) {
    return column.type().name();
  }

  @Override
  public String keyTextType() {
    return "TEXT";
  }

  @Override
  public boolean accepts(ColumnType wanted, String existingType) {
    return wanted.name().equals(existingType);
  }

  @Override
  public Optional<ExistingTable> find(Handle handle, TableName name) {
    return Optional.empty();
  }

  @Override
  public List<String> createTable(TableName name, TableSchema schema) {
    return List.of();
  }
}
