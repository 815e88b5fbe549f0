package dev.skimmer.keyspace;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** JSON documents with few names, so that paths into them are often met. */
final class RandomDocument {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);
  private static final String[] NAMES = {"a", "b", "c", "aa", "é", "x y", "日本", "1", "a1", "B"};
  private static final String[] SCALARS = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "11",
    "1.0",
    "0.1",
    "-1e300",
    "1e-300",
    "12345678901234567890",
    "9007199254740993",
    "\"\"",
    "\"1\"",
    "\"a\\\\x41\"",
    "\"\\u0000\\n\\\"/\"",
    "\"😀 Zürich\"",
    "\"1:a\""
  };

  private RandomDocument() {}

  static String any(Random random) {
    return value(random, random.nextInt(5));
  }

  static String scalar(Random random) {
    return random.nextInt(3) == 0
        ? Integer.toString(random.nextInt(100_000))
        : SCALARS[random.nextInt(SCALARS.length)];
  }

  static String name(Random random) {
    return NAMES[random.nextInt(NAMES.length)];
  }

  /** Returns the same document with the members of its objects in another order. */
  static String permuted(String document, Random random) {
    try {
      return MAPPER.writeValueAsString(permuted(MAPPER.readTree(document), random));
    } catch (IOException e) {
      throw new AssertionError(document, e);
    }
  }

  private static JsonNode permuted(JsonNode node, Random random) {
    if (node instanceof ArrayNode array) {
      ArrayNode elements = MAPPER.createArrayNode();
      array.forEach(element -> elements.add(permuted(element, random)));
      return elements;
    }
    if (!(node instanceof ObjectNode)) {
      return node;
    }
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    Collections.shuffle(names, random);
    ObjectNode members = MAPPER.createObjectNode();
    names.forEach(name -> members.set(name, permuted(node.get(name), random)));
    return members;
  }

  private static String value(Random random, int depth) {
    if (depth == 0) {
      return scalar(random);
    }
    boolean isObject = random.nextInt(3) > 0;
    StringJoiner parts = new StringJoiner(",", isObject ? "{" : "[", isObject ? "}" : "]");
    for (int i = random.nextInt(5); i > 0; i--) {
      String part = value(random, random.nextInt(depth));
      parts.add(isObject ? '"' + name(random) + "\":" + part : part);
    }
    return parts.toString();
  }
}
