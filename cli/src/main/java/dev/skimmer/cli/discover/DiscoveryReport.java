package dev.skimmer.cli.discover;

import dev.skimmer.cli.text.Json;
import dev.skimmer.engine.DiscoveredTable;
import dev.skimmer.engine.Discovery;
import java.util.stream.Collectors;

/** Writes what was found out about a keyspace. */
public final class DiscoveryReport {
  private DiscoveryReport() {}

  /** Returns a line of JSON. */
  public static String json(Discovery found) {
    return Json.line(DiscoveryJson.of(found));
  }

  /**
   * Returns a text for people.
   *
   * @param mostFamilies how many families of each table are printed
   */
  public static String text(Discovery found, int mostFamilies) {
    String tables =
        found.tables().stream()
            .map(table -> DiscoveryText.of(table, mostFamilies))
            .collect(Collectors.joining(System.lineSeparator()));
    return "%s%n%s%n%s%s"
        .formatted(found.source(), tables, Estimate.of(found).text(), advice(found));
  }

  private static String advice(Discovery found) {
    return found.tables().stream()
        .map(DiscoveredTable::advice)
        .flatMap(advice -> advice.stream())
        .map(
            advice ->
                "%nSuggested: \"%s\": %s%n  %s%n"
                    .formatted(advice.key(), advice.value(), advice.reason()))
        .collect(Collectors.joining());
  }
}
