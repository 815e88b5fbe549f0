package dev.skimmer.engine;

import java.util.Optional;

/**
 * What a verification found, and what was done about it.
 *
 * @param found what differed
 * @param repaired what a repair did; empty where none was asked for or none was needed
 */
public record Verdict(VerificationResult found, Optional<RepairResult> repaired) {
  /** Returns whether neither was stopped. */
  public boolean isFinished() {
    return found.finished() && repaired.map(RepairResult::finished).orElse(true);
  }

  /** Returns whether the tables equal the source by now, and every key could be read. */
  public boolean isEqual() {
    return found.unreadable() == 0 && repaired.map(this::isEqualAfter).orElse(found.isEqual());
  }

  private boolean isEqualAfter(RepairResult repair) {
    return repair.errors() == 0
        && repair.beyondRepair() == 0
        && !found.isCountDifferentAfter(repair);
  }
}
