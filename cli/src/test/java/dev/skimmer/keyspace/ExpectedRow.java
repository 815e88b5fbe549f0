package dev.skimmer.keyspace;

/**
 * A row as the oracle expects it.
 *
 * @param value the exact text of the column, or null
 * @param size {@link #NO_SIZE} stands for null
 * @param encoding null where the value is
 * @param expiresAtMillis milliseconds since 1970 UTC, or 0 for none
 * @param md5 32 lower-case hexadecimal digits
 */
public record ExpectedRow(
    String value, String dataType, long size, String encoding, long expiresAtMillis, String md5) {
  static final long NO_SIZE = -1;
}
