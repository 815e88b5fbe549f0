package dev.skimmer.cli.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is measured. No label holds the name of a key: labels are kept for ever, and names of keys
 * are without number.
 */
public enum Metric {
  SYNCS(Kind.COUNTER, "skimmer.syncs", "", "Syncs that ended, by outcome", "outcome"),
  FAILURES(
      Kind.COUNTER, "skimmer.failures", "", "Failures of syncs or of attempts, by code", "code"),
  KEYS_SCANNED(Kind.COUNTER, "skimmer.keys.scanned", "", "Keys that the source listed"),
  ROWS_CHANGED(
      Kind.COUNTER,
      "skimmer.rows.changed",
      "",
      "Rows that were written or removed: inserted, updated, deleted",
      "change"),
  SERIES_ROWS_WRITTEN(
      Kind.COUNTER,
      "skimmer.series.rows.written",
      "",
      "Samples of series and entries of streams that were written"),
  READ_BYTES(Kind.COUNTER, "skimmer.read", "bytes", "Bytes of keys and values that were read"),
  SYNC_DURATION(
      Kind.SUMMARY,
      "skimmer.sync.duration",
      "seconds",
      "How long syncs took that ended by themselves"),
  LAST_SUCCESS(
      Kind.GAUGE,
      "skimmer.last.success.timestamp",
      "seconds",
      "When the last sync ended after which tables and keyspace were equal, but for unreadable keys"),
  LAST_SYNC(
      Kind.GAUGE,
      "skimmer.last.sync.timestamp",
      "seconds",
      "When the last sync, or attempt at one, ended"),
  LAST_SYNC_SUCCESS(
      Kind.GAUGE,
      "skimmer.last.sync.success",
      "",
      "1 where the last sync, or attempt at one, succeeded, else 0"),
  LAST_SYNC_DURATION(
      Kind.GAUGE, "skimmer.last.sync.duration", "seconds", "How long the last sync took"),
  LAST_SYNC_ROWS(
      Kind.GAUGE,
      "skimmer.last.sync.changed.rows",
      "",
      "Rows that the last sync wrote or removed: inserted, updated, deleted",
      "change"),
  LAST_SYNC_KEYS(
      Kind.GAUGE,
      "skimmer.last.sync.scanned.keys",
      "",
      "Keys that the source listed in the last sync"),
  UNREADABLE_KEYS(
      Kind.GAUGE, "skimmer.unreadable.keys", "", "Keys that the last sync could not read");

  /** How a metric behaves. */
  enum Kind {
    COUNTER,
    GAUGE,
    SUMMARY
  }

  private final Kind kind;
  private final String meter;
  private final String unit;
  private final String description;
  private final String label;

  Metric(Kind kind, String meter, String unit, String description) {
    this(kind, meter, unit, description, "");
  }

  Metric(Kind kind, String meter, String unit, String description, String label) {
    this.kind = kind;
    this.meter = meter;
    this.unit = unit;
    this.description = description;
    this.label = label;
  }

  /** Returns the name by which the registry knows it. */
  String meter() {
    return meter;
  }

  Optional<String> unit() {
    return unit.isEmpty() ? Optional.empty() : Optional.of(unit);
  }

  /** Returns one sentence without its full stop. */
  public String description() {
    return description;
  }

  /** Returns the label beside {@code pipeline}, which each metric has. */
  public Optional<String> label() {
    return label.isEmpty() ? Optional.empty() : Optional.of(label);
  }

  /** Returns the word by which Prometheus calls the kind. */
  public String kind() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the name in the text format; that of a summary is followed by what it sums up. */
  public String exposedName() {
    String name = meter.replace('.', '_') + (unit.isEmpty() ? "" : "_" + unit);
    return switch (kind) {
      case COUNTER -> name + "_total";
      case GAUGE, SUMMARY -> name;
    };
  }

  /** Returns the names of the lines that it gives. */
  public List<String> sampleNames() {
    String name = exposedName();
    return switch (kind) {
      case COUNTER, GAUGE -> List.of(name);
      case SUMMARY -> List.of(name + "_count", name + "_sum", name + "_max");
    };
  }
}
