package dev.skimmer.engine;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far each split has been handed to the committer. Used by the writing thread; others may ask
 * {@link #isFinished}.
 */
final class PassProgress {
  private final SyncState begun;
  private final Map<String, SplitState> splits = new LinkedHashMap<>();
  private final Set<String> finished = ConcurrentHashMap.newKeySet();

  PassProgress(SyncState begun, List<Split> plan) {
    this.begun = begun;
    plan.forEach(
        split -> splits.put(split.id(), begun.splits().getOrDefault(split.id(), SplitState.START)));
    splits.forEach(
        (id, state) -> {
          if (state.finished()) {
            finished.add(id);
          }
        });
  }

  /** Returns whether a split is read to its end. Any thread may ask. */
  boolean isFinished(Split split) {
    return finished.contains(split.id());
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
    if (batch.finished()) {
      finished.add(batch.splitId());
    }
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
