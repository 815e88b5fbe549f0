package dev.skimmer.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Hashes, lists, sets and sorted sets. */
enum CollectionOracle implements TypeOracle {
  HASH("hash", "HGETALL KEY") {
    @Override
    ExpectedRow row(List<byte[]> parts, long expiresAtMillis) {
      TreeMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
      for (int i = 0; i < parts.size(); i += 2) {
        sorted.put(parts.get(i), parts.get(i + 1));
      }
      List<byte[]> elements = new ArrayList<>();
      Map<String, String> object = new LinkedHashMap<>();
      sorted.forEach(
          (field, value) -> {
            elements.add(field);
            elements.add(value);
            object.put(PlainText.of(field), PlainText.of(value));
          });
      return row(elements, object, sorted.size(), expiresAtMillis);
    }
  },
  LIST("list", "LRANGE KEY 0 -1") {
    @Override
    ExpectedRow row(List<byte[]> parts, long expiresAtMillis) {
      List<String> texts = parts.stream().map(PlainText::of).toList();
      return row(parts, texts, parts.size(), expiresAtMillis);
    }
  },
  SET("set", "SMEMBERS KEY") {
    @Override
    ExpectedRow row(List<byte[]> parts, long expiresAtMillis) {
      List<byte[]> sorted = parts.stream().sorted(Arrays::compareUnsigned).toList();
      List<String> texts = sorted.stream().map(PlainText::of).toList();
      return row(sorted, texts, parts.size(), expiresAtMillis);
    }
  },
  ZSET("zset", "ZRANGE KEY 0 -1 WITHSCORES") {
    @Override
    ExpectedRow row(List<byte[]> parts, long expiresAtMillis) {
      List<List<Object>> pairs = new ArrayList<>();
      for (int i = 0; i < parts.size(); i += 2) {
        String score = new String(parts.get(i + 1), StandardCharsets.US_ASCII);
        pairs.add(List.of(PlainText.of(parts.get(i)), Json.number(score)));
      }
      return row(parts, pairs, pairs.size(), expiresAtMillis);
    }
  };

  private final String type;
  private final String question;

  CollectionOracle(String type, String question) {
    this.type = type;
    this.question = question;
  }

  abstract ExpectedRow row(List<byte[]> parts, long expiresAtMillis);

  @Override
  public List<List<Object>> questions(byte[] key) {
    List<Object> words = new ArrayList<>(List.of(question.split(" ")));
    words.set(1, key);
    return List.of(words);
  }

  @Override
  public ExpectedRow row(String key, List<Object> answers, long expiresAtMillis) {
    List<byte[]> parts = new ArrayList<>();
    ((List<?>) answers.get(0)).forEach(part -> parts.add((byte[]) part));
    return row(parts, expiresAtMillis);
  }

  String type() {
    return type;
  }

  final ExpectedRow row(List<byte[]> elements, Object value, long size, long expiresAtMillis) {
    return new ExpectedRow(
        Json.of(value), type, size, "utf8", expiresAtMillis, LengthPrefixedMd5.of(type, elements));
  }
}
