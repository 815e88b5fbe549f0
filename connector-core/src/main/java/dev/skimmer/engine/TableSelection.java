package dev.skimmer.engine;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which tables of a source a run deals with: those that would get rows, and those that are there.
 * So a server with sixteen databases, two of them in use, does not fill the destination with empty
 * tables.
 */
final class TableSelection {
  private final List<TableSchema> schemas;
  private final Set<TableId> mainTables = new HashSet<>();

  TableSelection(Source.Session source, Destination.Session destination) {
    this.schemas = source.tables();
    schemas.stream()
        .filter(schema -> schema.role() == TableRole.MAIN)
        .filter(schema -> mayHoldKeys(source, schema) || destination.exists(schema))
        .forEach(schema -> mainTables.add(schema.id()));
  }

  private static boolean mayHoldKeys(Source.Session source, TableSchema schema) {
    return source.estimatedKeys(schema.id()).orElse(1) > 0;
  }

  Set<TableId> mainTables() {
    return Set.copyOf(mainTables);
  }

  boolean contains(TableId mainTable) {
    return mainTables.contains(mainTable);
  }

  /** Creates the tables with all that belong to them. */
  void apply(Destination.Session destination) {
    schemas.stream()
        .filter(schema -> mainTables.contains(mainTableOf(schema)))
        .forEach(destination::apply);
  }

  /** Returns the main table whose name, as the longest of all, this table's name begins with. */
  private TableId mainTableOf(TableSchema schema) {
    return schemas.stream()
        .filter(main -> main.role() == TableRole.MAIN)
        .map(TableSchema::id)
        .filter(id -> schema.id().name().startsWith(id.name()))
        .max(Comparator.comparingInt(id -> id.name().length()))
        .orElseThrow(
            () -> new IllegalArgumentException("No main table belongs to table " + schema.id()));
  }
}
