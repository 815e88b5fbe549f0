package dev.skimmer.engine;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Upsert;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts what has been committed in one run. Used by the writing thread; others may ask for {@link
 * #published()}.
 */
final class Counts {
  private final KnownTables tables;
  private long inserted;
  private long updated;
  private long deleted;
  private long errors;
  private long appended;
  private final Set<RowId> copying = new HashSet<>();
  private long commits;
  private volatile Published published = new Published(0, 0);

  /**
   * What any thread may see.
   *
   * @param changed rows inserted, updated and deleted
   * @param errors keys that could not be read
   */
  record Published(long changed, long errors) {}

  Counts(KnownTables tables) {
    this.tables = tables;
  }

  /** Counts what has just been committed, while the tables still show what was before. */
  void committed(List<Operation> operations) {
    commits++;
    tables.forEach(operations, this::count);
    published = new Published(inserted + updated + deleted, errors);
  }

  /** Returns the counts as of the last commit. */
  Published published() {
    return published;
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

  /** Returns how many samples and entries were written. */
  long appended() {
    return appended;
  }

  long commits() {
    return commits;
  }

  private void count(Operation operation) {
    if (operation instanceof Upsert upsert && tables.isMain(upsert.table())) {
      countRow(upsert);
    } else if (operation instanceof Upsert upsert && tables.isErrors(upsert.table())) {
      errors++;
    } else if (operation instanceof Delete delete && tables.isMain(delete.table())) {
      deleted++;
    } else if (operation instanceof Upsert upsert && tables.isSeries(upsert.table())) {
      appended++;
    } else if (operation instanceof Checkpoint) {
      throw new IllegalStateException("A checkpoint is not a row");
    }
  }

  /** Counts a key once, however many commits its copy takes. */
  private void countRow(Upsert upsert) {
    KnownTable table = tables.of(upsert.table());
    boolean first = copying.isEmpty() || !copying.remove(idOf(upsert));
    if (table.isIncomplete(upsert)) {
      copying.add(idOf(upsert));
    }
    if (first && table.isKnown(upsert.key())) {
      updated++;
    } else if (first) {
      inserted++;
    }
  }

  private static RowId idOf(Upsert upsert) {
    return new RowId(upsert.table(), upsert.key());
  }
}
