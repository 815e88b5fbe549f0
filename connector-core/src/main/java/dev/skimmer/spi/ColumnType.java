package dev.skimmer.spi;

/** The type of a column, and the Java class of its values in a {@link Row}. */
public enum ColumnType {
  /** {@link String} of valid Unicode without NUL, compared bytewise. */
  TEXT,
  /** {@link Long}, 64 bits, signed. */
  INTEGER,
  /** {@link Double}, with NaN and the infinities. */
  DOUBLE,
  /** {@link java.time.Instant} in UTC, with at least millisecond precision. */
  TIMESTAMP,
  /** {@link Fingerprint}: 16 bytes, or 32 hexadecimal digits where a database has no bytes. */
  FINGERPRINT
}
