package dev.skimmer.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Strings, with bitmaps and HyperLogLogs: text as it is, everything else in base64. */
final class StringOracle implements TypeOracle {
  @Override
  public List<List<Object>> questions(byte[] key) {
    return List.of(List.of("GET", key));
  }

  @Override
  public ExpectedRow row(String key, List<Object> answers, long expiresAtMillis) {
    byte[] bytes = (byte[]) answers.get(0);
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean isText =
        Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) && text.indexOf('\0') < 0;
    return new ExpectedRow(
        isText ? text : Base64.getEncoder().encodeToString(bytes),
        "string",
        bytes.length,
        isText ? "utf8" : "base64",
        expiresAtMillis,
        LengthPrefixedMd5.of("string", List.of(bytes)));
  }
}
