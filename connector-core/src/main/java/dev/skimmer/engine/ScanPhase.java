package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Split;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The first part of a pass: reads every split, and commits rows and cursors as they come. */
final class ScanPhase {
  private static final Duration MAX_WAIT = Duration.ofMillis(200);

  private final Pass pass;

  ScanPhase(Pass pass) {
    this.pass = pass;
  }

  /**
   * Reads until everything is read or {@code stopped} says so; what is pending then is not
   * committed yet. A source that fails leaves what was read before committed.
   */
  void run(List<Split> plan, int parallelism, BooleanSupplier stopped) {
    if (stopped.getAsBoolean()) {
      return;
    }
    BatchQueue queue = new BatchQueue(BatchQueue.WEIGHT);
    List<SplitTask> tasks =
        plan.stream()
            .filter(split -> !pass.progress().of(split).finished())
            .map(split -> task(split, queue))
            .toList();
    try (SplitReaders readers = new SplitReaders(queue, tasks, parallelism)) {
      readers.start();
      while (!pass.progress().isFullyScanned() && !stopped.getAsBoolean()) {
        write(takeOrCommit(queue));
      }
    }
    write(queue.drain());
  }

  private SplitTask task(Split split, BatchQueue queue) {
    return new SplitTask(
        pass.source(),
        split,
        pass.progress().of(split).cursor(),
        pass.tables().of(split.table()),
        pass.guard(),
        queue,
        pass.retries());
  }

  private void write(List<Batch> batches) {
    for (Batch batch : batches) {
      pass.committer().add(pass.limit().apply(pass.progress().advance(batch)));
      pass.pace().added(batch.weight());
      commitIfDue();
    }
    if (batches.isEmpty()) {
      commitIfDue();
    }
  }

  private void commitIfDue() {
    if (pass.isCommitDue()) {
      pass.pace().commit(() -> pass.committer().commit(pass.progress().state()));
    }
  }

  private List<Batch> takeOrCommit(BatchQueue queue) {
    try {
      return queue.take(MAX_WAIT);
    } catch (ConnectorException e) {
      if (e.code() != ErrorCode.SOURCE_CHANGED) {
        pass.committer().commit(pass.progress().state());
      }
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(ErrorCode.BUG, "The writing thread was interrupted", e);
    }
  }
}
