package dev.skimmer.cli.metrics;

import dev.skimmer.engine.Outcome;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.spi.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what syncs of one pipeline do. Safe for concurrent use. */
public final class SyncMetrics {
  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
  private final Map<String, Double> gauges = new ConcurrentHashMap<>();
  private final Clock clock;
  private volatile boolean hasFinishedOne;
  private volatile boolean lastSucceeded;

  /** Creates metrics, all of them 0; those of the last sync are there once there is one. */
  public SyncMetrics(String pipeline, Clock clock) {
    this.clock = clock;
    registry.add(prometheus);
    registry.config().commonTags("pipeline", pipeline);
    for (Outcome outcome : Outcome.values()) {
      add(Metric.SYNCS, 0, Tag.of("outcome", outcome.word()));
    }
    countChanges(0, 0, 0);
    add(Metric.KEYS_SCANNED, 0);
    add(Metric.SERIES_ROWS_WRITTEN, 0);
    add(Metric.READ_BYTES, 0);
    duration();
  }

  /** Notes that a sync came to an end. */
  public void ended(SyncResult result) {
    boolean succeeded = result.outcome().isFinished();
    add(Metric.SYNCS, 1, Tag.of("outcome", result.outcome().word()));
    countChanges(result.inserted(), result.updated(), result.deleted());
    add(Metric.KEYS_SCANNED, result.scanned());
    add(Metric.SERIES_ROWS_WRITTEN, result.appended());
    add(Metric.READ_BYTES, result.bytesRead());
    duration().record(Duration.ofMillis(result.durationMillis()));
    set(Metric.LAST_SYNC_DURATION, result.durationMillis() / 1000.0);
    set(Metric.LAST_SYNC_KEYS, result.scanned());
    set(Metric.LAST_SYNC_ROWS, result.inserted(), Tag.of("change", "inserted"));
    set(Metric.LAST_SYNC_ROWS, result.updated(), Tag.of("change", "updated"));
    set(Metric.LAST_SYNC_ROWS, result.deleted(), Tag.of("change", "deleted"));
    set(Metric.UNREADABLE_KEYS, result.errors());
    attempted(succeeded);
    if (succeeded) {
      hasFinishedOne = true;
      lastSuccess(clock.instant());
    }
  }

  /** Notes that a sync failed, or could not even begin. */
  public void failed(ErrorCode code) {
    add(Metric.SYNCS, 1, Tag.of("outcome", Outcome.FAILED.word()));
    add(Metric.FAILURES, 1, Tag.of("code", code.name().toLowerCase(Locale.ROOT)));
    attempted(false);
  }

  /** Says when the last success was, where an earlier run of this program had it. */
  void lastSuccess(Instant time) {
    set(Metric.LAST_SUCCESS, seconds(time));
  }

  private void attempted(boolean succeeded) {
    lastSucceeded = succeeded;
    set(Metric.LAST_SYNC, seconds(clock.instant()));
    set(Metric.LAST_SYNC_SUCCESS, succeeded ? 1 : 0);
  }

  /** Returns whether a pass has come to its end, and nothing has failed since. */
  public boolean isReady() {
    return hasFinishedOne && lastSucceeded;
  }

  /** Returns all metrics in the text format of Prometheus. */
  public String text() {
    return prometheus.scrape();
  }

  /** Has another system told, too, from now on. Close it when there is nothing more to tell. */
  void add(MeterRegistry other) {
    registry.add(other);
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }

  private void countChanges(long inserted, long updated, long deleted) {
    add(Metric.ROWS_CHANGED, inserted, Tag.of("change", "inserted"));
    add(Metric.ROWS_CHANGED, updated, Tag.of("change", "updated"));
    add(Metric.ROWS_CHANGED, deleted, Tag.of("change", "deleted"));
  }

  private void add(Metric metric, long amount, Tag... tags) {
    Counter.builder(metric.meter())
        .description(metric.description())
        .baseUnit(metric.unit().orElse(null))
        .tags(Tags.of(tags))
        .register(registry)
        .increment((double) amount);
  }

  private Timer duration() {
    return Timer.builder(Metric.SYNC_DURATION.meter())
        .description(Metric.SYNC_DURATION.description())
        .register(registry);
  }

  private void set(Metric metric, long value, Tag... tags) {
    set(metric, (double) value, tags);
  }

  private void set(Metric metric, double value, Tag... tags) {
    String place = metric.meter() + Tags.of(tags);
    gauges.put(place, value);
    Gauge.builder(metric.meter(), gauges, all -> all.get(place))
        .description(metric.description())
        .baseUnit(metric.unit().orElse(null))
        .tags(Tags.of(tags))
        .register(registry);
  }
}
