package dev.skimmer.jdbc;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Points in time that databases can hold. Stateless. */
public final class Instants {
  /** Most databases end with the year 9999. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private Instants() {}

  /** Returns the instant, or the nearest one from year 1 to 9999. */
  public static Instant bounded(Object value) {
    Instant instant = (Instant) value;
    if (instant.isAfter(LATEST)) {
      return LATEST;
    }
    return instant.isBefore(EARLIEST) ? EARLIEST : instant;
  }

  /** Returns the bounded instant in UTC. */
  public static OffsetDateTime utc(Object value) {
    return bounded(value).atOffset(ZoneOffset.UTC);
  }
}
