package dev.skimmer.snowflake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The short form {@code snowflake://ACCOUNT/DATABASE/SCHEMA?name=value&name=value}. */
final class Reference {
  private static final String SCHEME = SnowflakeDestination.NAME + "://";
  private static final String FORM =
      "expected snowflake://ACCOUNT/DATABASE/SCHEMA?user=U&private_key_file=F";

  private Reference() {}

  static Map<String, String> parse(String reference) {
    if (!reference.startsWith(SCHEME)) {
      throw new IllegalArgumentException("Not a Snowflake destination: " + FORM);
    }
    String rest = reference.substring(SCHEME.length());
    int question = rest.indexOf('?');
    String place = question < 0 ? rest : rest.substring(0, question);
    List<String> parts = List.of(place.split("/", -1));
    if (parts.size() != 3 || parts.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "A Snowflake destination names an account, a database and a schema: " + FORM);
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("account", parts.get(0));
    properties.put("database", parts.get(1));
    properties.put("schema", parts.get(2));
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
            "After the question mark of a Snowflake destination stand name=value pairs joined by &");
      }
      String name = part.substring(0, equals);
      if (properties.putIfAbsent(name, part.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("A Snowflake destination gives " + name + " twice");
      }
    }
  }
}
