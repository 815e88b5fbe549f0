package dev.skimmer.engine;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
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
    List<TableId> mains =
        schemas.stream()
            .filter(schema -> schema.role() == TableRole.MAIN)
            .map(TableSchema::id)
            .toList();
    schemas.stream()
        .filter(schema -> mainTables.contains(MainTables.mainOf(schema.id(), mains)))
        .forEach(destination::apply);
  }
}
