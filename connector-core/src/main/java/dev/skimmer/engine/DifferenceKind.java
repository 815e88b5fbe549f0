package dev.skimmer.engine;

import java.util.Locale;

/** What differs between a table and the source, and why it may. */
public enum DifferenceKind {
  /** The source has the key, the table has no row. */
  MISSING_ROW("the key has no row: it was added since the last sync, or the row was removed"),
  /** The table has a row, the source has no such key. */
  EXTRA_ROW("the row has no key: it is gone since the last sync, or the row was added by hand"),
  /** The table has more than one row of the key. */
  DUPLICATE_ROW("the key has more than one row: rows were added by hand"),
  /** The row was right once: its fingerprint is that of its value, and the source has another. */
  CHANGED_SINCE("the key has changed since the last sync"),
  /** Nothing but the expiry differs. */
  EXPIRY_DIFFERS("only the expiry differs: it was changed since the last sync, or by hand"),
  /** The row is not what its fingerprint stands for. */
  VALUE_DIFFERS("the row is not what its fingerprint was taken of: it was altered"),
  /** The value is right, the fingerprint is not. */
  FINGERPRINT_DIFFERS("the fingerprint is not that of the row's own value: it was altered"),
  /** The row differs; so many do that this one was not looked at more closely. */
  ROW_DIFFERS("the row differs; so many do that this one was not looked at more closely"),
  /** The errors table and the source do not agree about whether the key can be read. */
  ERROR_ENTRY_DIFFERS(
      "the errors table lists a key that can be read or is gone, or lacks one that cannot be read");

  private final String explanation;

  DifferenceKind(String explanation) {
    this.explanation = explanation;
  }

  /** Returns a clause in English that says what it means, and why it may be so. */
  public String explanation() {
    return explanation;
  }

  /** Returns the word that reports use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
