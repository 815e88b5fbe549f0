package dev.skimmer.engine;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where a sync stands. Counts are of this run, not of the runs that it resumes.
 *
 * @param phase what it is about
 * @param scanned keys listed so far, repetitions included
 * @param expected about how many keys the run is going to list; empty where the source does not
 *     tell, where it also counts keys that the configuration leaves out, and where an earlier run
 *     has listed some of them
 * @param changed rows committed so far: inserted, updated and deleted
 * @param errors keys that could not be read so far
 * @param bytesRead bytes of keys and values so far
 * @param splits where each split stands, in the order of the plan; empty before there is one
 */
public record SyncProgress(
    SyncPhase phase,
    long scanned,
    OptionalLong expected,
    long changed,
    long errors,
    long bytesRead,
    List<SplitProgress> splits) {
  public SyncProgress {
    splits = List.copyOf(splits);
  }
}
