package dev.skimmer.spi;

/** What the rows of a table are. */
public enum TableRole {
  /**
   * One row a key, with a fingerprint; the engine indexes it. Reports tell of a column {@code size}
   * of type {@link ColumnType#INTEGER} and a column {@code last_modified} of type {@link
   * ColumnType#TIMESTAMP}, where there are such.
   */
  MAIN,
  /**
   * Many rows a key, such as samples or entries. Rows of a key that goes are deleted by the reader.
   */
  SERIES,
  /**
   * One row a key that could not be read. Has a column {@code first_seen} of type {@link
   * ColumnType#TIMESTAMP}, from which {@link KnownRows#quarantinedSince} answers.
   */
  ERRORS,
  /** One row a sync. */
  SYNCS
}
