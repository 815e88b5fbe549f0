package dev.skimmer.engine;

import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Upsert;
import java.util.List;

/**
 * What one poll of a reader brought.
 *
 * @param splitId which split was read
 * @param operations in the order observed, checkpoints among them
 * @param finished whether the split ends here
 * @param weight about how many bytes of memory the rows hold
 */
record Batch(String splitId, List<Operation> operations, boolean finished, long weight) {
  private static final long PER_OPERATION = 60;
  private static final long PER_VALUE = 24;

  static Batch of(String splitId, List<Operation> operations, boolean finished) {
    long weight = 0;
    for (Operation operation : operations) {
      weight += weightOf(operation);
    }
    return new Batch(splitId, operations, finished, weight);
  }

  private static long weightOf(Operation operation) {
    if (operation instanceof Upsert upsert) {
      return PER_OPERATION + weightOf(upsert.row());
    }
    return operation instanceof Delete delete
        ? PER_OPERATION + PER_VALUE + delete.keyText().length()
        : 0;
  }

  private static long weightOf(Row row) {
    long weight = PER_VALUE * row.size();
    for (int i = 0; i < row.size(); i++) {
      weight += row.value(i) instanceof String text ? text.length() : 0;
    }
    return weight;
  }
}
