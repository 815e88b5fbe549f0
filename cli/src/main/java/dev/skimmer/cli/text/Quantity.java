package dev.skimmer.cli.text;

import java.time.Duration;
import java.util.Locale;

/** Writes quantities for people, the same way in every place. */
public final class Quantity {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};
  private static final int STEP = 1024;

  private Quantity() {}

  /** Returns a number rounded to a whole one; a dash where it is none. */
  public static String count(double number) {
    return Double.isNaN(number) ? "-" : count(Math.round(number));
  }

  /** Returns a number with commas between its thousands. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns a number with one digit behind the point. */
  public static String tenths(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }

  /** Returns bytes in the largest unit that they fill; a dash where it is no number. */
  public static String bytes(double number) {
    if (Double.isNaN(number)) {
      return "-";
    }
    double value = number;
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    String format = unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, format, value, UNITS[unit]);
  }

  /** Returns a share; a dash where there is no whole. */
  public static String percent(long part, long whole) {
    return whole == 0 ? "-" : tenths(100.0 * part / whole) + " %";
  }

  /** Returns a time in its two largest units; what is negative counts as none. */
  public static String span(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return "%d min %d s".formatted(seconds / 60, seconds % 60);
    }
    return seconds < 86_400
        ? "%d h %d min".formatted(seconds / 3_600, seconds / 60 % 60)
        : "%d d %d h".formatted(seconds / 86_400, seconds / 3_600 % 24);
  }

  /** Returns the same, with tenths of a second where it is short. */
  public static String shortSpan(Duration time) {
    return time.toSeconds() < 60 ? tenths(time.toMillis() / 1000.0) + " s" : span(time);
  }
}
