package dev.skimmer.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the compact JSON that a server writes, by hand, and writes it in the form that the
 * documentation says the fingerprint is taken over.
 */
final class SortedDocument {
  private final String json;
  private int at;

  private SortedDocument(String json) {
    this.json = json;
  }

  static String of(String json) {
    SortedDocument document = new SortedDocument(json);
    String sorted = document.value();
    if (document.at != json.length()) {
      throw new AssertionError("No compact JSON from character " + document.at + ": " + json);
    }
    return sorted;
  }

  private String value() {
    return switch (json.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> measured(text());
      default -> scalar();
    };
  }

  private String object() {
    Map<byte[], String> members = new TreeMap<>(Arrays::compareUnsigned);
    at++;
    while (json.charAt(at) != '}') {
      String name = text();
      at++;
      members.put(name.getBytes(StandardCharsets.UTF_8), measured(name) + value());
      skipComma();
    }
    at++;
    StringBuilder sorted = new StringBuilder("{");
    members.values().forEach(member -> sorted.append(member).append(','));
    return sorted.append('}').toString();
  }

  private String array() {
    StringBuilder elements = new StringBuilder("[");
    at++;
    while (json.charAt(at) != ']') {
      elements.append(value()).append(',');
      skipComma();
    }
    at++;
    return elements.append(']').toString();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (at++; json.charAt(at) != '"'; at++) {
      text.append(json.charAt(at) == '\\' ? escaped() : json.charAt(at));
    }
    at++;
    return text.toString();
  }

  /** Leaves {@link #at} on the last character of the escape. */
  private char escaped() {
    at++;
    return switch (json.charAt(at)) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(json.substring(at - 3, at + 1), 16);
      }
      default -> json.charAt(at);
    };
  }

  private String scalar() {
    int from = at;
    while (at < json.length() && ",]}".indexOf(json.charAt(at)) < 0) {
      at++;
    }
    return json.substring(from, at);
  }

  private void skipComma() {
    if (json.charAt(at) == ',') {
      at++;
    }
  }

  private static String measured(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length + ":" + text;
  }
}
