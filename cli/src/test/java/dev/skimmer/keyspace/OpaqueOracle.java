package dev.skimmer.keyspace;

import java.util.List;

/**
 * A type of which only the word is told: the row has neither value nor size.
 *
 * @param word the server's
 */
record OpaqueOracle(String word) implements TypeOracle {
  @Override
  public List<List<Object>> questions(byte[] key) {
    return List.of();
  }

  @Override
  public ExpectedRow row(String key, List<Object> answers, long expiresAtMillis) {
    String md5 = LengthPrefixedMd5.of(word, List.of());
    return new ExpectedRow(null, word, ExpectedRow.NO_SIZE, null, expiresAtMillis, md5);
  }
}
