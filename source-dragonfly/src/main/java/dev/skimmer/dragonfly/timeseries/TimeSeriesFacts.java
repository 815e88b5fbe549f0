package dev.skimmer.dragonfly.timeseries;

/**
 * What TS.INFO tells of a series, without the samples that are older than its retention. Timestamps
 * are milliseconds since 1970 UTC, as RedisTimeSeries counts.
 *
 * @param total number of samples
 * @param first timestamp of the first sample; 0 where there is none
 * @param last timestamp of the last sample; 0 where there is none
 * @param retention for how many milliseconds before the last sample samples are kept; 0 for ever
 * @param downsampled whether a compaction rule of another series fills it
 * @param json what the row shows
 */
public record TimeSeriesFacts(
    long total, long first, long last, long retention, boolean downsampled, String json) {
  /** Returns the same for a window that may end behind the last sample that was told. */
  long floorAt(Samples window) {
    return retention > 0 && window.size() > 0 ? Math.max(0, window.last() - retention) : 0;
  }

  /** Returns the timestamp before which the server has forgotten, or 0 where it forgets nothing. */
  long floor() {
    return retention > 0 ? Math.max(0, last - retention) : 0;
  }
}
