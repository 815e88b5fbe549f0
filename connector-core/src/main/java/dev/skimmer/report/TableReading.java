package dev.skimmer.report;

import dev.skimmer.profile.KeyFamilies;
import dev.skimmer.profile.Profiler;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.KeyFacts;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads a main table twice, streaming and without the values: once to learn families of names from
 * keys all over the table, once to count. Memory does not grow with the number of rows.
 */
final class TableReading {
  private static final Duration LATELY = Duration.ofDays(1);

  private final RowFacts facts;
  private final Instant now;
  private final KeyFamilies families;
  private final Profiler profiler;
  private final SizeHistogram sizes = new SizeHistogram();
  private final LargestKeys largest = new LargestKeys();
  private final Map<String, Long> written = new HashMap<>();
  private long overdue;

  private TableReading(RowFacts facts, Instant now, KeyFamilies families) {
    this.facts = facts;
    this.now = now;
    this.families = families;
    this.profiler = new Profiler(families);
  }

  static TableReport read(
      Destination.Session destination,
      TableSchema mainTable,
      Optional<TableSchema> errors,
      Instant now) {
    RowFacts facts = new RowFacts(mainTable);
    TableReading reading = new TableReading(facts, now, learn(destination, facts.schema()));
    try (Stream<Row> rows = destination.rows(facts.schema())) {
      rows.forEach(reading::add);
    }
    return new TableReport(
        mainTable.id().name(),
        reading.profiler.profile(),
        reading.overdue,
        reading.sizes.counts(),
        reading.largest.list(),
        Map.copyOf(reading.written),
        errors
            .map(schema -> UnreadableKeys.read(destination, schema))
            .orElseGet(UnreadableKeys::none));
  }

  private static KeyFamilies learn(Destination.Session destination, TableSchema schema) {
    KeySampler sampler = new KeySampler();
    try (Stream<String> keys = destination.keys(schema)) {
      keys.forEach(sampler::offer);
    }
    return sampler.families();
  }

  private void add(Row row) {
    String key = facts.key(row);
    String kind = facts.kind(row);
    OptionalLong size = facts.size(row);
    Optional<Instant> expiry = facts.expiry(row);
    profiler.add(new KeyFacts(name(key), kind, secondsLeft(expiry), size, OptionalLong.empty()));
    if (size.isPresent()) {
      sizes.add(kind, size.getAsLong());
      if (largest.takes(kind, size.getAsLong())) {
        largest.add(new LargeKey(key, kind, size.getAsLong(), expiry));
      }
    }
    if (facts.written(row).filter(now.minus(LATELY)::isBefore).isPresent()) {
      written.merge(families.familyOf(name(key)), 1L, Long::sum);
    }
  }

  /** A name that is too long to have taught a family is of none. */
  private static String name(String key) {
    return key.length() > KeySampler.LONGEST ? key.substring(0, KeySampler.LONGEST) : key;
  }

  private long secondsLeft(Optional<Instant> expiry) {
    if (expiry.isEmpty()) {
      return KeyFacts.NO_EXPIRY;
    }
    if (expiry.get().isBefore(now)) {
      overdue++;
      return 0;
    }
    return Duration.between(now, expiry.get()).toSeconds();
  }
}
