package dev.skimmer.testkit;

/** When a connection breaks during a commit. */
public enum LostCommit {
  /** The database never learns of the commit. */
  BEFORE_IT_ARRIVES,
  /** The database has committed, and nobody hears of it. */
  BEFORE_ITS_ANSWER
}
