package dev.skimmer.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skimmer.report.TableReport;
import dev.skimmer.text.Printable;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An earlier report, which growth is told against: rows tell when they were written last, and not
 * whether their keys are new.
 *
 * @param pipeline whose report it is
 * @param at when it was told
 * @param families how many keys each family had, by the name of the table
 */
public record EarlierReport(String pipeline, Instant at, Map<String, Map<String, Long>> families) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a page or the object of {@code --output json}; empty where the text is neither. */
  public static Optional<EarlierReport> parse(String text) {
    String json = ReportPage.embedded(text).orElse(text);
    try {
      JsonNode report = JSON.readTree(json);
      return report != null && report.path("report").asInt() == ReportJson.VERSION
          ? Optional.of(of(report))
          : Optional.empty();
    } catch (IOException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static EarlierReport of(JsonNode report) {
    Map<String, Map<String, Long>> families = new HashMap<>();
    for (JsonNode table : report.path("tables")) {
      Map<String, Long> keys = new HashMap<>();
      for (JsonNode family : table.path("families")) {
        keys.put(family.path("name").asText(), family.path("keys").asLong());
      }
      families.put(table.path("table").asText(), keys);
    }
    return new EarlierReport(
        report.path("pipeline").asText(), Instant.parse(report.path("at").asText()), families);
  }

  /** Returns how the families of a table have grown, the fastest first; none where none did. */
  List<Growth> growth(TableReport table) {
    Map<String, Long> before = families.getOrDefault(table.table(), Map.of());
    Stream<Growth> all =
        table.profile().byFamily().entrySet().stream()
            .map(
                family -> {
                  String name = Printable.shortened(family.getKey());
                  return new Growth(name, before.getOrDefault(name, 0L), family.getValue().keys());
                });
    return all.filter(growth -> growth.difference() > 0)
        .sorted(Comparator.comparingLong(Growth::difference).reversed())
        .limit(ReportJson.MOST_FAMILIES)
        .toList();
  }
}
