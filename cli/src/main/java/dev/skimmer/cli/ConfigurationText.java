package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.config.FlatJson;
import dev.skimmer.spi.Advice;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A configuration as it is written: keys and texts, references not expanded.
 *
 * @param name what problems are said to be in
 * @param values in their order
 */
record ConfigurationText(String name, Map<String, String> values) {
  static final String GROUP = "destination.";
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file|prompt)(:[^{}]*)?}");

  /** Reads a file. */
  static ConfigurationText read(Path file) {
    String name = Console.printable(file.toString());
    try {
      return new ConfigurationText(name, FlatJson.read(name, Files.readString(file)));
    } catch (IOException e) {
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          "Cannot read the configuration %s (%s). Name a JSON file that exists."
              .formatted(name, e.getClass().getSimpleName()),
          e);
    }
  }

  /** Replaces or adds keys; another destination replaces all keys of the one that is there. */
  ConfigurationText with(Map<String, String> overrides) {
    Map<String, String> merged = new LinkedHashMap<>(values);
    if (overrides.containsKey("destination")) {
      merged.keySet().removeIf(key -> key.startsWith(GROUP));
    }
    merged.putAll(overrides);
    return new ConfigurationText(name, merged);
  }

  /** Sets what was advised; of two numbers for one key, the larger one. */
  ConfigurationText with(List<Advice> advice) {
    Map<String, String> advised = new LinkedHashMap<>();
    advice.forEach(
        each -> advised.merge(each.key(), each.value(), ConfigurationText::longerOrLater));
    return with(advised);
  }

  private static String longerOrLater(String one, String other) {
    boolean isOneLarger =
        one.length() == other.length() ? one.compareTo(other) > 0 : one.length() > other.length();
    return isOneLarger ? one : other;
  }

  /**
   * Puts references where secrets are written out. What goes to a driver as it is counts as one,
   * for nobody knows what it is.
   *
   * @param secrets keys as {@link dev.skimmer.config.ConfigBinder#literalSecrets()} names them
   */
  ConfigurationText referring(List<String> secrets) {
    Map<String, String> referring = new LinkedHashMap<>(values);
    // A key of the destination may be a part of its short form.
    secrets.stream()
        .map(key -> values.containsKey(key) ? key : key.replaceFirst("\\..*", ""))
        .forEach(key -> referring.replace(key, reference(key)));
    referring.replaceAll(
        (key, value) ->
            isInOpenGroup(key) && !REFERENCE.matcher(value).matches() ? reference(key) : value);
    return new ConfigurationText(name, referring);
  }

  private static boolean isInOpenGroup(String key) {
    return key.lastIndexOf('.') >= (key.startsWith(GROUP) ? GROUP.length() : 0);
  }

  private static String reference(String key) {
    return "${env:SKIMMER_%s}".formatted(key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
  }

  /** Returns the document, with numbers and truth values in JSON's own form. */
  ObjectNode json() {
    ObjectNode document = Json.object();
    values.forEach(
        (key, value) -> {
          if (values.keySet().stream().noneMatch(other -> other.startsWith(key + "."))) {
            put(document, List.of(key.split("\\.")), value);
          }
        });
    return document;
  }

  private static void put(ObjectNode document, List<String> path, String value) {
    ObjectNode object = document;
    for (String name : path.subList(0, path.size() - 1)) {
      object = object.has(name) ? (ObjectNode) object.get(name) : object.putObject(name);
    }
    String last = path.get(path.size() - 1);
    if (value.matches("true|false")) {
      object.put(last, Boolean.parseBoolean(value));
    } else if (value.matches("0|[1-9]\\d{0,17}")) {
      object.put(last, Long.parseLong(value));
    } else {
      object.put(last, value);
    }
  }
}
