package dev.skimmer.engine;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.time.Duration;
import java.util.List;

/**
 * What was found out about a keyspace.
 *
 * @param source what was looked at: address and database
 * @param tables that a sync would fill
 * @param rate how fast the first keys were read with their values
 */
public record Discovery(String source, List<DiscoveredTable> tables, ReadRate rate) {
  private static final long READ_KEYS = 20_000;
  private static final Duration READ_LIMIT = Duration.ofSeconds(3);

  public Discovery {
    tables = List.copyOf(tables);
  }

  static Discovery of(Source.Session source, Context context, long mostKeys) {
    List<DiscoveredTable> tables =
        source.tables().stream()
            .filter(schema -> schema.role() == TableRole.MAIN)
            .map(TableSchema::id)
            .map(table -> DiscoveredTable.of(source, table, mostKeys))
            .toList();
    return new Discovery(
        source.identity(), tables, ReadRate.measure(source, context, READ_KEYS, READ_LIMIT));
  }
}
