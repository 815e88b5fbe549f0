package dev.skimmer.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** JSON documents: the text is the server's, the fingerprint does not know the order of members. */
final class DocumentOracle implements TypeOracle {
  static final String TYPE = "json";

  @Override
  public List<List<Object>> questions(byte[] key) {
    return List.of(List.of("JSON.GET", key));
  }

  @Override
  public ExpectedRow row(String key, List<Object> answers, long expiresAtMillis) {
    byte[] document = (byte[]) answers.get(0);
    String text = new String(document, StandardCharsets.UTF_8);
    byte[] canonical = SortedDocument.of(text).getBytes(StandardCharsets.UTF_8);
    String md5 = LengthPrefixedMd5.of(TYPE, List.of(canonical));
    return new ExpectedRow(text, TYPE, document.length, "utf8", expiresAtMillis, md5);
  }
}
