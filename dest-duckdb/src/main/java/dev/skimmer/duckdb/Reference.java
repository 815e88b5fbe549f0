package dev.skimmer.duckdb;

import java.util.LinkedHashMap;
import java.util.Map;

/** The short form {@code duckdb:PATH?name=value&name=value}. */
final class Reference {
  private static final String SCHEME = DuckDbDestination.NAME + ":";
  private static final String FORM = "expected duckdb:PATH, such as duckdb:shop.duckdb";

  private Reference() {}

  static Map<String, String> parse(String reference) {
    if (!reference.startsWith(SCHEME)) {
      throw new IllegalArgumentException("Not a DuckDB destination: " + FORM);
    }
    String rest = reference.substring(SCHEME.length());
    int question = rest.indexOf('?');
    String path = question < 0 ? rest : rest.substring(0, question);
    if (path.isBlank()) {
      throw new IllegalArgumentException("The path of the DuckDB file is missing: " + FORM);
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("path", path);
    if (question >= 0) {
      parseQuery(rest.substring(question + 1), properties);
    }
    return properties;
  }

  private static void parseQuery(String query, Map<String, String> properties) {
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "After the question mark of a DuckDB destination stand name=value pairs joined by &,"
                + " such as duckdb:shop.duckdb?memory_limit=2GB");
      }
      if (properties.putIfAbsent(part.substring(0, equals), part.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(
            "A DuckDB destination gives " + part.substring(0, equals) + " twice");
      }
    }
  }
}
