package dev.skimmer.snowflake;

/** Which operations of one table a batch holds. */
final class StagedOperations {
  private long count;
  private boolean upserts;
  private boolean knownUpserts;
  private boolean deletes;

  /** Returns the number of the next operation, from 0. */
  long nextUpsert(boolean known) {
    upserts = true;
    knownUpserts |= known;
    return count++;
  }

  /** Returns the number of the next operation, from 0. */
  long nextDelete() {
    deletes = true;
    return count++;
  }

  long count() {
    return count;
  }

  boolean upserts() {
    return upserts;
  }

  /** Returns whether an upsert may meet a row that is there. */
  boolean knownUpserts() {
    return knownUpserts;
  }

  boolean deletes() {
    return deletes;
  }
}
