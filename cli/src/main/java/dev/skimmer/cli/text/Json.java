package dev.skimmer.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.text.Printable;

/** Writes JSON for programs, which may stand in a terminal all the same. */
public final class Json {
  private Json() {}

  /** Returns a new object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Returns a new array. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** Returns one line with its end. */
  public static String line(JsonNode json) {
    return Printable.json(json.toString()) + System.lineSeparator();
  }
}
