package dev.skimmer.report;

import dev.skimmer.profile.KeyspaceProfile;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one main table tells of the keys that it is a copy of.
 *
 * @param table its name
 * @param profile of all its rows
 * @param overdue rows whose keys have expired since; the next sync removes them
 * @param sizes how many keys of each type are how large, see {@link SizeHistogram}
 * @param largest the largest keys of each type
 * @param written how many rows of each family were written within the last day
 * @param unreadable what the table of errors beside it holds
 */
public record TableReport(
    String table,
    KeyspaceProfile profile,
    long overdue,
    Map<String, long[]> sizes,
    List<LargeKey> largest,
    Map<String, Long> written,
    UnreadableKeys unreadable) {
  /**
   * Reads a table twice, streaming and without the values; memory does not grow with its rows.
   *
   * @param errors the table of errors beside it, where there is one
   * @param now when it is read
   * @throws ConnectorException when the destination cannot be read
   */
  public static TableReport read(
      Destination.Session destination,
      TableSchema mainTable,
      Optional<TableSchema> errors,
      Instant now) {
    return TableReading.read(destination, mainTable, errors, now);
  }
}
