package dev.skimmer.duckdb;

import java.time.Instant;

/** Microseconds since 1970 UTC, as DuckDB keeps a TIMESTAMP. */
final class Timestamps {
  /** 294247-01-10T04:00:53Z, just below the last moment that DuckDB knows. */
  private static final Instant LATEST = Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000 - 1);

  /** 290309 BC, just above the first moment that DuckDB knows. */
  private static final Instant EARLIEST = Instant.ofEpochSecond(-9_223_372_022_400L + 1);

  private static final long MICROS_A_SECOND = 1_000_000;

  private Timestamps() {}

  /** Converts an instant; one out of range becomes the nearest in range. */
  static long toMicros(Instant instant) {
    Instant bounded = instant;
    if (instant.isAfter(LATEST)) {
      bounded = LATEST;
    } else if (instant.isBefore(EARLIEST)) {
      bounded = EARLIEST;
    }
    return bounded.getEpochSecond() * MICROS_A_SECOND + bounded.getNano() / 1_000;
  }
}
