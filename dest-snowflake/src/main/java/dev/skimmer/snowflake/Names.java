package dev.skimmer.snowflake;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How names are written. A name that Snowflake takes without quotes becomes upper-case, as
 * Snowflake itself makes it, so that queries need no quotes; any other name stays as it is.
 */
final class Names {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

  private Names() {}

  /** Returns the name as the catalog has it. */
  static String stored(String name) {
    return isPlain(name) ? name.toUpperCase(Locale.ROOT) : name;
  }

  /** Returns the name as SQL and the driver's properties take it. */
  static String written(String name) {
    return isPlain(name) ? name.toUpperCase(Locale.ROOT) : '"' + name.replace("\"", "\"\"") + '"';
  }

  private static boolean isPlain(String name) {
    return PLAIN.matcher(name).matches();
  }
}
