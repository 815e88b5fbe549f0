package dev.skimmer.engine;

import dev.skimmer.spi.Epoch;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a pipeline remembers from one run to the next: one short record a split.
 *
 * @param identity what the tables are a copy of
 * @param scope which part of it is read
 * @param epoch the run of the server in which the pass began
 * @param pass number of the pass, from 1
 * @param startedAt when the pass began
 * @param lastCompletePass when the last pass began that came to its end
 * @param complete whether the pass has ended, sweep included
 * @param splits by the id of the split
 */
record SyncState(
    String identity,
    String scope,
    Epoch epoch,
    long pass,
    Instant startedAt,
    Optional<Instant> lastCompletePass,
    boolean complete,
    Map<String, SplitState> splits) {
  SyncState {
    splits = Collections.unmodifiableMap(new LinkedHashMap<>(splits));
  }

  SyncState withSplits(Map<String, SplitState> progressed) {
    return new SyncState(
        identity, scope, epoch, pass, startedAt, lastCompletePass, complete, progressed);
  }

  SyncState completed() {
    return new SyncState(
        identity, scope, epoch, pass, startedAt, Optional.of(startedAt), true, Map.of());
  }

  /** Returns whether the pass came to its end over this scope, in this run of the server. */
  boolean isCompleteIn(String wholeScope, Epoch run) {
    return complete && scope.equals(wholeScope) && epoch.equals(run);
  }

  boolean isFullyScanned() {
    return splits.values().stream().allMatch(SplitState::finished);
  }
}
