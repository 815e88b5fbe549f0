package dev.skimmer.cli.discover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.engine.DiscoveredTable;
import dev.skimmer.engine.Discovery;
import dev.skimmer.spi.Advice;
import dev.skimmer.text.Printable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes what was found out about a keyspace.
 *
 * @param suggested a configuration with what is advised, and without secrets
 */
public record DiscoveryReport(Discovery found, ObjectNode suggested) {
  /** Returns a line of JSON. */
  public String json() {
    ObjectNode document = DiscoveryJson.of(found);
    document.set("estimate", Estimate.of(found).json());
    document.set("suggested_configuration", suggested);
    return Json.line(document);
  }

  /**
   * Returns a text for people.
   *
   * @param mostFamilies how many families of each table are printed
   */
  public String text(int mostFamilies) {
    String tables =
        found.tables().stream()
            .map(table -> DiscoveryText.of(table, mostFamilies))
            .collect(Collectors.joining(System.lineSeparator()));
    return "%s%n%s%n%s%s"
        .formatted(found.source(), tables, Estimate.of(found).text(), suggestion());
  }

  private String suggestion() {
    List<Advice> advice =
        found.tables().stream()
            .map(DiscoveredTable::advice)
            .flatMap(List::stream)
            .distinct()
            .toList();
    if (advice.isEmpty()) {
      return "";
    }
    String single =
        advice.stream()
            .map(
                each ->
                    "%nSuggested: \"%s\": %s%n  %s%n"
                        .formatted(each.key(), each.value(), each.reason()))
            .collect(Collectors.joining());
    return "%s%nThe configuration with that, and with references for secrets:%n%s%n"
        .formatted(single, document());
  }

  private String document() {
    return suggested
        .toPrettyString()
        .lines()
        .map(Printable::json)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
