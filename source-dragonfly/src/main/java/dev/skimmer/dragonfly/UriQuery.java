package dev.skimmer.dragonfly;

import static dev.skimmer.dragonfly.UriText.require;

import java.util.Map;
import java.util.TreeMap;

/**
 * What stands behind the question mark of a URI, in the words of Lettuce ({@code RedisURI}).
 *
 * @param values by name
 */
record UriQuery(Map<String, String> values) {
  static final String MASTER = "sentinelMasterId";

  private static final Map<String, String> NAMES =
      Map.of("database", "database", "db", "database", MASTER, MASTER);

  UriQuery {
    values = Map.copyOf(values);
  }

  /**
   * Reads a query.
   *
   * @param text with the question mark in front; may be null or empty
   */
  static UriQuery parse(String text) {
    Map<String, String> values = new TreeMap<>();
    if (text != null && text.length() > 1) {
      for (String part : text.substring(1).split("&", -1)) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part : part.substring(0, equals);
        require(
            equals >= 0 && NAMES.containsKey(name),
            "may only have database=NUMBER behind ?, and sentinelMasterId=NAME with sentinels; the"
                + " rest has keys of its own");
        values.put(NAMES.get(name), UriText.decode(part.substring(equals + 1)));
      }
    }
    return new UriQuery(values);
  }

  /** Takes the database, if there is one, into the texts of a configuration. */
  void putDatabase(Map<String, String> texts) {
    if (values.containsKey("database")) {
      UriText.putDatabase("/" + values.get("database"), texts);
    }
  }
}
