package dev.skimmer.engine;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Upsert;
import java.util.List;

/** Counts what has been committed in one run. Used by the writing thread. */
final class Counts {
  private final KnownTables tables;
  private long inserted;
  private long updated;
  private long deleted;
  private long errors;
  private long commits;

  Counts(KnownTables tables) {
    this.tables = tables;
  }

  void committed(List<Operation> operations) {
    commits++;
    operations.forEach(this::count);
  }

  long inserted() {
    return inserted;
  }

  long updated() {
    return updated;
  }

  long deleted() {
    return deleted;
  }

  long errors() {
    return errors;
  }

  long commits() {
    return commits;
  }

  private void count(Operation operation) {
    if (operation instanceof Upsert upsert && tables.isMain(upsert.table())) {
      if (upsert.known()) {
        updated++;
      } else {
        inserted++;
      }
    } else if (operation instanceof Upsert upsert && tables.isErrors(upsert.table())) {
      errors++;
    } else if (operation instanceof Delete delete && tables.isMain(delete.table())) {
      deleted++;
    } else if (operation instanceof Checkpoint) {
      throw new IllegalStateException("A checkpoint is not a row");
    }
  }
}
