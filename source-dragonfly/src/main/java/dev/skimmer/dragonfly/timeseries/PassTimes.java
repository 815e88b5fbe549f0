package dev.skimmer.dragonfly.timeseries;

import dev.skimmer.spi.KeyHash;
import java.time.Duration;

/**
 * The two moments that decide whether a series has to be looked at. Milliseconds since 1970 UTC.
 *
 * @param now the present
 * @param lastPass when the last pass began that came to its end; 0 before the first
 */
public record PassTimes(long now, long lastPass) {
  /** Returns whether a series could have changed within {@code span} before the last pass. */
  boolean isActive(long lastSample, long span) {
    return lastSample > lastPass - span;
  }

  /**
   * Returns whether the moment at which this key is verified lies between the last pass and now.
   * Each key has another one in the period, so that they do not all fall due at once.
   */
  boolean isVerificationDue(KeyHash key, Duration period) {
    long millis = period.toMillis();
    if (millis == 0) {
      return false;
    }
    long offset = Math.floorMod(key.low(), millis);
    return Math.floorDiv(now - offset, millis) > Math.floorDiv(lastPass - offset, millis);
  }
}
