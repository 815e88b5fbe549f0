package dev.skimmer.cli.discover;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Opens a source, looks at its keys, and writes what it found. */
public final class Discoverer {
  private static final long READ_KEYS = 20_000;
  private static final Duration READ_LIMIT = Duration.ofSeconds(3);

  private final long mostKeys;
  private final int mostFamilies;

  /**
   * Creates a discoverer.
   *
   * @param mostKeys how many keys of each table to look at
   * @param mostFamilies how many families to print for people
   */
  public Discoverer(long mostKeys, int mostFamilies) {
    this.mostKeys = mostKeys;
    this.mostFamilies = mostFamilies;
  }

  /** Returns what was found, as text or as a line of JSON. */
  public String discover(Function<Context, Source.Session> open, boolean asJson) {
    Context context = Context.system();
    try (Source.Session source = open.apply(context)) {
      List<Discovery> found =
          source.tables().stream()
              .filter(schema -> schema.role() == TableRole.MAIN)
              .map(TableSchema::id)
              .map(table -> Discovery.of(source, table, mostKeys))
              .toList();
      ReadRate rate = ReadRate.measure(source, context, READ_KEYS, READ_LIMIT);
      return asJson
          ? DiscoveryJson.of(found, rate) + System.lineSeparator()
          : text(source, found, rate);
    }
  }

  private String text(Source.Session source, List<Discovery> found, ReadRate rate) {
    String tables =
        found.stream()
            .map(discovery -> DiscoveryText.of(discovery, mostFamilies))
            .collect(Collectors.joining(System.lineSeparator()));
    return "%s%n%s%n%s%s"
        .formatted(source.identity(), tables, Estimate.of(found, rate).text(), advice(found));
  }

  private static String advice(List<Discovery> found) {
    StringBuilder text = new StringBuilder();
    found.stream()
        .flatMap(discovery -> discovery.advice().stream())
        .forEach(
            advice ->
                text.append(
                    "%nSuggested: \"%s\": %s%n  %s%n"
                        .formatted(advice.key(), advice.value(), advice.reason())));
    return text.toString();
  }
}
