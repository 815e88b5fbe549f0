package dev.skimmer.engine;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far each split has been handed to the committer. Used by the writing thread. */
final class PassProgress {
  private final SyncState begun;
  private final Map<String, SplitState> splits = new LinkedHashMap<>();

  PassProgress(SyncState begun, List<Split> plan) {
    this.begun = begun;
    plan.forEach(
        split -> splits.put(split.id(), begun.splits().getOrDefault(split.id(), SplitState.START)));
  }

  SplitState of(Split split) {
    return splits.get(split.id());
  }

  /** Notes the checkpoints of the batch, and returns its rows. */
  List<Operation> advance(Batch batch) {
    List<Operation> rows = new ArrayList<>(batch.operations().size());
    SplitState state = splits.get(batch.splitId());
    for (Operation operation : batch.operations()) {
      if (operation instanceof Checkpoint checkpoint) {
        state = new SplitState(checkpoint.cursor(), false);
      } else {
        rows.add(operation);
      }
    }
    splits.put(batch.splitId(), new SplitState(state.cursor(), batch.finished()));
    return rows;
  }

  boolean isFullyScanned() {
    return splits.values().stream().allMatch(SplitState::finished);
  }

  SyncState state() {
    return begun.withSplits(splits);
  }

  SyncState completed() {
    return begun.completed();
  }
}
