package dev.skimmer.engine;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a verification found.
 *
 * @param keys keys that the source holds; of a sample, what the source says of their number, where
 *     it says something
 * @param rows rows of the main tables
 * @param compared rows that were set against the source, value by value
 * @param differences how many there are of each kind
 * @param unreadable keys that could not be read, and so were not compared
 * @param outOfScope rows outside the configured pattern, not looked at
 * @param kept samples and entries that the source does not hold any more, kept as history
 * @param sample whether only some rows were compared
 * @param tablesChanged whether somebody has committed to the tables meanwhile
 * @param finished whether everything was looked at; false where it was stopped
 */
public record VerificationResult(
    OptionalLong keys,
    long rows,
    long compared,
    Map<DifferenceKind, Long> differences,
    long unreadable,
    long outOfScope,
    long kept,
    boolean sample,
    boolean tablesChanged,
    boolean finished) {
  public VerificationResult {
    Map<DifferenceKind, Long> copy = new EnumMap<>(DifferenceKind.class);
    copy.putAll(differences);
    differences = Collections.unmodifiableMap(copy);
  }

  /** Returns whether nothing differs, as far as was looked. */
  public boolean isEqual() {
    return differences.isEmpty() && !isCountDifferent();
  }

  /** Returns whether a sample found as many differences in the numbers: rows it did not meet. */
  public boolean isCountDifferent() {
    return isCountDifferent(rows);
  }

  /** Returns the same with the rows that a repair has left. */
  public boolean isCountDifferentAfter(RepairResult repaired) {
    return isCountDifferent(rows + repaired.inserted() - repaired.deleted());
  }

  private boolean isCountDifferent(long rowsNow) {
    return sample && keys.isPresent() && keys.getAsLong() != rowsNow - outOfScope;
  }
}
