package dev.skimmer.snowflake;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as {@link #FORMAT} in UTC. */
final class TimestampText {
  /** The form in Snowflake's words. */
  static final String FORMAT = "YYYY-MM-DD HH24:MI:SS.FF6";

  private static final DateTimeFormatter FORMATTER =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private TimestampText() {}

  /** Writes an instant, or the nearest one from year 1 to 9999. */
  static String of(Instant instant) {
    if (instant.isAfter(LATEST)) {
      return FORMATTER.format(LATEST);
    }
    return FORMATTER.format(instant.isBefore(EARLIEST) ? EARLIEST : instant);
  }
}
