package dev.skimmer.keyspace;

import java.util.List;
import java.util.Map;

/**
 * What TS.INFO tells of a series; times are milliseconds since 1970 UTC.
 *
 * @param retention milliseconds, or 0 for ever
 * @param hasRules whether it is downsampled into others
 * @param isDownsampled whether another is downsampled into it
 */
record SeriesState(
    long total, long first, long last, long retention, boolean hasRules, boolean isDownsampled) {
  static SeriesState of(List<?> info) {
    Map<String, Object> named = SeriesOracle.named(info);
    return new SeriesState(
        (Long) named.get("totalSamples"),
        (Long) named.get("firstTimestamp"),
        (Long) named.get("lastTimestamp"),
        (Long) named.get("retentionTime"),
        !((List<?>) named.get("rules")).isEmpty(),
        named.get("sourceKey") != null);
  }
}
