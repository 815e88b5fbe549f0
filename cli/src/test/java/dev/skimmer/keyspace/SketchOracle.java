package dev.skimmer.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Filters and sketches: what their INFO tells, in the server's words, and the list of a Top-K.
 *
 * @param type in the table
 * @param prefix of the commands
 * @param sizeName what INFO calls the number of items; empty where the list tells it
 */
record SketchOracle(String type, String prefix, String sizeName) implements TypeOracle {
  @Override
  public List<List<Object>> questions(byte[] key) {
    List<Object> info = List.of(prefix + ".INFO", key);
    return sizeName.isEmpty()
        ? List.of(info, List.of(prefix + ".LIST", key, "WITHCOUNT"))
        : List.of(info);
  }

  @Override
  public ExpectedRow row(String key, List<Object> answers, long expiresAtMillis) {
    List<byte[]> elements = new ArrayList<>();
    Map<String, Object> object = new LinkedHashMap<>();
    List<?> info = (List<?>) answers.get(0);
    long size = 0;
    for (int i = 0; i < info.size(); i += 2) {
      String name = Json.word(info.get(i));
      Object value = info.get(i + 1);
      object.put(name, value == null ? null : Json.number(Json.word(value)));
      elements.add(utf8(name));
      elements.add(utf8(value == null ? "" : Json.word(value)));
      size = name.equals(sizeName) ? (Long) value : size;
    }
    if (sizeName.isEmpty()) {
      List<List<Object>> items = items((List<?>) answers.get(1), elements);
      object.put("items", items);
      size = items.size();
    }
    String md5 = LengthPrefixedMd5.of(type, elements);
    return new ExpectedRow(Json.of(object), type, size, "utf8", expiresAtMillis, md5);
  }

  private static List<List<Object>> items(List<?> list, List<byte[]> elements) {
    elements.add(new byte[0]);
    elements.add(new byte[0]);
    List<List<Object>> items = new ArrayList<>();
    for (int i = 0; i < list.size(); i += 2) {
      byte[] item = (byte[]) list.get(i);
      String count = Json.word(list.get(i + 1));
      items.add(List.of(PlainText.of(item), Json.number(count)));
      elements.add(item);
      elements.add(utf8(count));
    }
    return items;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
