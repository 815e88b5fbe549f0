package dev.skimmer.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.text.Printable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Reads a JSON object into keys and texts. A value may be a string, a number, true, false or null,
 * which is the same as an empty string; the values of an object inside are named {@code
 * outer.inner}.
 */
public final class FlatJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private FlatJson() {}

  /**
   * Reads a document.
   *
   * @param name what an error says is not JSON, such as the name of a file
   * @throws ConnectorException with {@code CONFIG_INVALID} when it is not a JSON object, naming
   *     line and column but none of its content
   */
  public static Map<String, String> read(String name, String document) {
    JsonNode root;
    try {
      root = JSON.readTree(document);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          "%s is not valid JSON%s. Check quotes, commas and braces there, and that no key stands twice."
              .formatted(
                  name,
                  at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
    }
    if (!root.isObject()) {
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          name + " must hold one JSON object, such as {\"host\": \"localhost\", \"port\": 6379}.");
    }
    Map<String, String> values = new LinkedHashMap<>();
    flatten("", root, values, name);
    return values;
  }

  private static void flatten(
      String prefix, JsonNode object, Map<String, String> values, String name) {
    for (Entry<String, JsonNode> field : object.properties()) {
      String key = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (value.isObject()) {
        flatten(key + ".", value, values, name);
      } else if (value.isArray()) {
        throw new ConnectorException(
            ErrorCode.CONFIG_INVALID,
            "%s: %s must not be a list. Write one value.".formatted(name, Printable.line(key)));
      } else {
        values.put(key, value.isNull() ? "" : value.asText());
      }
    }
  }
}
