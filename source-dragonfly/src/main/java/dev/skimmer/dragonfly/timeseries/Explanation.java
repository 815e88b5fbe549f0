package dev.skimmer.dragonfly.timeseries;

/** Whether the samples that were read explain all that the server tells of a series. */
final class Explanation {
  private Explanation() {}

  /**
   * Returns whether nothing can have changed before the boundary of the last copy.
   *
   * @param tally of the samples from the boundary or from the beginning on
   * @param fromBeginning whether the samples before the boundary were read too
   */
  static boolean holds(
      TimeSeriesFacts facts, TimeSeriesPosition held, SampleTally tally, boolean fromBeginning) {
    if (fromBeginning) {
      return tally.heldOlder().count() == held.older()
          && tally.heldOlder().sum() == held.olderSum();
    }
    long older = facts.total() - tally.heldWindow().count() - tally.fresh().count();
    boolean mayBeTrimmed =
        facts.retention() > 0 && facts.last() > held.last() && facts.floor() > held.first();
    if (mayBeTrimmed) {
      return older <= held.older() && (older == 0 || facts.first() >= held.first());
    }
    return older == held.older() && (older == 0 || facts.first() == held.first());
  }

  /** Returns whether the samples from the boundary to the last copied one are still the same. */
  static boolean isWindowSame(TimeSeriesPosition held, SampleTally tally) {
    return tally.heldWindow().count() == held.total() - held.older()
        && tally.heldWindow().sum() == held.windowSum();
  }
}
