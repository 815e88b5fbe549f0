package dev.skimmer.keyspace;

import java.util.List;

/**
 * Says what the row of a key of one type must be, from what the server answers to plain commands.
 */
interface TypeOracle {
  /** Returns the commands whose answers tell everything about the key. */
  List<List<Object>> questions(byte[] key);

  /**
   * Returns the row.
   *
   * @param key as the {@code key} column shows it
   * @param answers to {@link #questions}, in their order
   * @param expiresAtMillis milliseconds since 1970 UTC, or 0 for none
   */
  ExpectedRow row(String key, List<Object> answers, long expiresAtMillis);
}
