package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.TableId;

/**
 * How many rows of a table may go at once.
 *
 * @param maxPercent of the rows that the table holds; 100 allows all
 */
record DeleteGuard(int maxPercent) {
  /** Why rows go that have no key. */
  static final String NO_KEY = "have no key any more";

  /** Why rows go where those outside the scope go as well. */
  static final String NO_KEY_IN_SCOPE =
      "have no key any more, or are outside the scope of the configuration";

  /** Returns how many of so many rows may go. */
  long allowed(long rows) {
    return rows * maxPercent / 100;
  }

  /**
   * Says that more rows would go than may.
   *
   * @param gone how many would go
   * @param rows how many the table held
   * @param why they would go, as a predicate
   * @param left what was left alone, in a sentence
   * @param again what to do once more when the keys are meant to be gone, as an infinitive
   */
  ConnectorException refusal(
      long gone, long rows, TableId table, String why, String left, String again) {
    return new ConnectorException(
        ErrorCode.DELETE_GUARD,
        ("%d of %d rows of table %s %s: more than max_delete_percent=%d allows. %s"
                + " If that is meant, raise max_delete_percent and %s again.")
            .formatted(gone, rows, table, why, maxPercent, left, again));
  }
}
