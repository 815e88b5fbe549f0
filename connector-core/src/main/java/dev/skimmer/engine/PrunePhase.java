package dev.skimmer.engine;

import dev.skimmer.spi.Delete;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.TableSchema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The last part of a pass, for those who consent to it: removes the rows that the source's scope
 * leaves out. Scan and sweep have met every other row by now, and what the sweep removed is
 * committed, so that it is these that are known and not seen.
 *
 * @param pass whose sweep is complete and committed, and has counted these rows among those that go
 */
record PrunePhase(Pass pass) {
  /**
   * Removes the rows, their samples and entries, and entries of the errors table alike.
   *
   * @return false when {@code stopped} ended it early; what was removed until then is committed
   */
  boolean run(BooleanSupplier stopped) {
    for (KnownTable table : pass.tables().all()) {
      pruneRows(table, stopped);
      pruneErrors(table, stopped);
    }
    commit();
    return !stopped.getAsBoolean();
  }

  private void pruneRows(KnownTable table, BooleanSupplier stopped) {
    List<TableSchema> followers = pass.tables().seriesOf(table);
    try (Stream<KnownRow> rows = table.unseen()) {
      for (Iterator<KnownRow> each = rows.iterator(); !stopped.getAsBoolean() && each.hasNext(); ) {
        String keyText = each.next().keyText();
        RowDigest.keyOf(keyText).ifPresent(key -> remove(table, followers, key, keyText));
      }
    }
  }

  private void pruneErrors(KnownTable table, BooleanSupplier stopped) {
    try (Stream<String> keys = table.unseenQuarantined()) {
      for (Iterator<String> each = keys.iterator(); !stopped.getAsBoolean() && each.hasNext(); ) {
        String keyText = each.next();
        RowDigest.keyOf(keyText)
            .ifPresent(
                key -> add(List.of(new Delete(table.quarantine().schema().id(), key, keyText))));
      }
    }
  }

  private void remove(KnownTable table, List<TableSchema> followers, KeyHash key, String keyText) {
    List<Operation> deletes = new ArrayList<>();
    deletes.add(new Delete(table.schema().id(), key, keyText));
    followers.forEach(follower -> deletes.add(new Delete(follower.id(), key, keyText)));
    add(deletes);
  }

  private void add(List<Operation> deletes) {
    pass.committer().add(deletes);
    pass.pace().added(Batch.of("prune", deletes, false).weight());
    if (pass.isCommitDue()) {
      commit();
    }
  }

  private void commit() {
    pass.pace().commit(() -> pass.committer().commitPending(pass.progress().state()));
  }
}
