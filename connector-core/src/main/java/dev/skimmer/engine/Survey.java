package dev.skimmer.engine;

import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Reads a source as a pass does, from its beginning through the sweep, and writes nothing: whoever
 * runs it learns what a pass would do.
 *
 * @param source what is read
 * @param tables what is known of each main table
 * @param retries how failures that may pass are met
 * @param stopped tells whether to return early
 */
record Survey(
    Source.Session source,
    Map<TableId, ? extends KnownRows> tables,
    Retries retries,
    BooleanSupplier stopped) {
  private static final Duration MAX_WAIT = Duration.ofMillis(200);

  /**
   * Reads everything, and then the keys that the tables call unseen.
   *
   * @param operations takes what a pass would write, checkpoints among it; called on this thread
   * @throws ConnectorException with {@code SOURCE_CHANGED} when the server became another one
   */
  void run(Consumer<List<Operation>> operations) {
    EpochGuard guard = new EpochGuard(source, retries.call(source::epoch));
    scan(guard, operations);
    sweep(guard, operations);
  }

  /** Reads only the keys that the tables call unseen. */
  void sweep(Consumer<List<Operation>> operations) {
    sweep(new EpochGuard(source, retries.call(source::epoch)), operations);
  }

  private void sweep(EpochGuard guard, Consumer<List<Operation>> operations) {
    for (TableId table : tables.keySet()) {
      sweep(table, operations);
    }
    if (!stopped.getAsBoolean()) {
      guard.check();
    }
  }

  private void scan(EpochGuard guard, Consumer<List<Operation>> operations) {
    List<Split> plan =
        retries.call(() -> source.plan(SplitReaders.PARALLELISM)).stream()
            .filter(split -> tables.containsKey(split.table()))
            .toList();
    Set<String> open = new HashSet<>(plan.stream().map(Split::id).toList());
    BatchQueue queue = new BatchQueue(BatchQueue.WEIGHT);
    List<SplitTask> tasks = plan.stream().map(split -> task(split, guard, queue)).toList();
    try (SplitReaders readers = new SplitReaders(queue, tasks, SplitReaders.PARALLELISM)) {
      readers.start();
      while (!open.isEmpty() && !stopped.getAsBoolean()) {
        for (Batch batch : take(queue)) {
          operations.accept(batch.operations());
          if (batch.finished()) {
            open.remove(batch.splitId());
          }
        }
      }
    }
  }

  private SplitTask task(Split split, EpochGuard guard, BatchQueue queue) {
    return new SplitTask(
        source, split, Cursor.START, tables.get(split.table()), guard, queue, retries);
  }

  private static List<Batch> take(BatchQueue queue) {
    try {
      return queue.take(MAX_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(ErrorCode.BUG, "The reading thread was interrupted", e);
    }
  }

  /** What is gone stays unseen, since nothing is written: a second attempt meets it again. */
  private void sweep(TableId table, Consumer<List<Operation>> operations) {
    Map<TableId, ChangeIndex> gone = new HashMap<>();
    Consumer<List<Operation>> once =
        found -> operations.accept(found.stream().filter(each -> isFirst(each, gone)).toList());
    retries.run(() -> sweepOnce(table, once));
  }

  private static boolean isFirst(Operation operation, Map<TableId, ChangeIndex> gone) {
    return !(operation instanceof Delete delete)
        || gone.computeIfAbsent(delete.table(), table -> new ChangeIndex(0)).markSeen(delete.key());
  }

  private void sweepOnce(TableId table, Consumer<List<Operation>> operations) {
    if (stopped.getAsBoolean()) {
      return;
    }
    try (SplitReader reader = source.sweep(table, tables.get(table))) {
      while (!reader.isFinished() && !stopped.getAsBoolean()) {
        operations.accept(reader.poll(MAX_WAIT));
      }
    }
  }
}
