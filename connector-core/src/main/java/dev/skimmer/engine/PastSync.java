package dev.skimmer.engine;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the table of syncs. The figures are those of {@link SyncResult}.
 *
 * @param outcome the word of an {@link Outcome}
 * @param message why it failed; empty where it did not
 */
public record PastSync(
    String id,
    String pipeline,
    long pass,
    Instant startedAt,
    Instant finishedAt,
    String outcome,
    boolean resumed,
    long scanned,
    long inserted,
    long updated,
    long deleted,
    long unchanged,
    long errors,
    long appended,
    long bytesRead,
    long durationMillis,
    Optional<String> message) {
  static PastSync of(Row row) {
    Map<String, Object> values = new HashMap<>();
    int index = 0;
    for (Column column : SyncsTable.SCHEMA.columns()) {
      values.put(column.name(), row.value(index));
      index++;
    }
    return new PastSync(
        text(values, "id"),
        text(values, "pipeline"),
        number(values, "pass"),
        time(values, "started_at"),
        time(values, "finished_at"),
        text(values, "outcome"),
        number(values, "resumed") != 0,
        number(values, "scanned"),
        number(values, "inserted"),
        number(values, "updated"),
        number(values, "deleted"),
        number(values, "unchanged"),
        number(values, "errors"),
        number(values, "appended"),
        number(values, "bytes_read"),
        number(values, "duration_ms"),
        Optional.ofNullable((String) values.get("message")));
  }

  /** Returns whether the tables equalled the keyspace when it ended, but for unreadable keys. */
  public boolean isFinished() {
    return Arrays.stream(Outcome.values())
        .filter(Outcome::isFinished)
        .anyMatch(finished -> finished.word().equals(outcome));
  }

  private static String text(Map<String, Object> values, String column) {
    return Optional.ofNullable((String) values.get(column)).orElse("");
  }

  /** Somebody may have emptied a cell, or an earlier version may not have had the column. */
  private static long number(Map<String, Object> values, String column) {
    return Optional.ofNullable((Long) values.get(column)).orElse(0L);
  }

  private static Instant time(Map<String, Object> values, String column) {
    return Optional.ofNullable((Instant) values.get(column)).orElse(Instant.EPOCH);
  }
}
