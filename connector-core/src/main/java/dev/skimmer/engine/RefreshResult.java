package dev.skimmer.engine;

/**
 * What was committed for keys that the source had named as changed.
 *
 * @param inserted rows of new keys
 * @param updated rows that differed
 * @param deleted rows of keys that are gone
 * @param appended samples and entries
 * @param errors keys that could not be read
 */
public record RefreshResult(long inserted, long updated, long deleted, long appended, long errors) {
  static RefreshResult of(Counts counts) {
    return new RefreshResult(
        counts.inserted(), counts.updated(), counts.deleted(), counts.appended(), counts.errors());
  }
}
