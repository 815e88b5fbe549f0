package dev.skimmer.dragonfly.connect;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What INFO says: lines of {@code field:value}, and section titles behind {@code #}.
 *
 * @param fields by name
 */
record ServerInfo(Map<String, String> fields) {
  ServerInfo {
    fields = Map.copyOf(fields);
  }

  static ServerInfo parse(String text) {
    Map<String, String> fields = new TreeMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.indexOf(':') > 0)
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            });
    return new ServerInfo(fields);
  }

  Optional<String> get(String field) {
    return Optional.ofNullable(fields.get(field)).filter(value -> !value.isEmpty());
  }

  /** Returns a number of at most 18 digits, where there is one. */
  OptionalLong number(String field) {
    return get(field).filter(value -> value.matches("[0-9]{1,18}")).stream()
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  boolean is(String field, String value) {
    return value.equals(fields.get(field));
  }
}
