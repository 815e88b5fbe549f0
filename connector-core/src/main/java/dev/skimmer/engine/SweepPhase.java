package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.SplitReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The second part of a pass: asks the source about the rows that the scan did not meet, and removes
 * those whose keys are gone. Every commit here is preceded by a check that the server is still the
 * one that was scanned.
 */
final class SweepPhase {
  private static final Duration MAX_WAIT = Duration.ofMillis(500);

  private final Pass pass;
  private final boolean prunes;

  /**
   * Creates the phase.
   *
   * @param prunes whether rows outside the scope will go as well, and count with those that go
   */
  SweepPhase(Pass pass, boolean prunes) {
    this.pass = pass;
    this.prunes = prunes;
  }

  /**
   * Sweeps every table; what is pending then is not committed yet.
   *
   * @return false when {@code stopped} ended it early
   */
  boolean run(int maxDeletePercent, BooleanSupplier stopped) {
    List<KnownTable> tables =
        pass.tables().all().stream()
            .filter(table -> table.unseenCount() > 0 || !table.quarantine().isEmpty())
            .toList();
    for (KnownTable table : tables) {
      requireFewDeletes(table, new DeleteGuard(maxDeletePercent), stopped);
    }
    for (KnownTable table : tables) {
      sweep(table, true, stopped);
    }
    return !stopped.getAsBoolean();
  }

  /** Commits what is pending, after making sure that the server is still the same. */
  void commit() {
    pass.requireSameServer();
    pass.pace().commit(() -> pass.committer().commitPending(pass.progress().state()));
  }

  private void requireFewDeletes(KnownTable table, DeleteGuard guard, BooleanSupplier stopped) {
    long rows = table.size();
    long allowed = guard.allowed(rows);
    if (table.unseenCount() <= allowed) {
      return;
    }
    long gone = sweep(table, false, stopped);
    // What is neither seen nor gone is outside the scope.
    long going = prunes ? table.unseenCount() : gone;
    if (going > allowed && !stopped.getAsBoolean()) {
      commit();
      String why = prunes ? DeleteGuard.NO_KEY_IN_SCOPE : DeleteGuard.NO_KEY;
      throw guard.refusal(going, rows, table.schema().id(), why, "Nothing was removed.", "sync");
    }
  }

  /** Runs the sweep, again after failures that may pass; returns how many main rows are gone. */
  private long sweep(KnownTable table, boolean removing, BooleanSupplier stopped) {
    Attempts attempts = pass.retries().attempts();
    while (true) {
      try (SplitReader reader = pass.source().sweep(table.schema().id(), table)) {
        return drain(reader, attempts, removing, stopped);
      } catch (ConnectorException e) {
        if (e.code() == ErrorCode.SOURCE_CHANGED || pass.committer().isBroken()) {
          throw e;
        }
        attempts.failed(e);
        commit();
      }
    }
  }

  private long drain(
      SplitReader reader, Attempts attempts, boolean removing, BooleanSupplier stopped) {
    long gone = 0;
    while (!reader.isFinished() && !stopped.getAsBoolean()) {
      attempts.begin();
      List<Operation> operations = new ArrayList<>(reader.poll(MAX_WAIT));
      gone += operations.stream().filter(this::isRemoval).count();
      if (!removing) {
        keepGoneKeys(operations);
      }
      if (!operations.isEmpty()) {
        attempts.succeeded();
      }
      Batch batch = Batch.of("sweep", operations, false);
      pass.committer().add(pass.limit().apply(operations));
      pass.pace().added(batch.weight());
      if (pass.isCommitDue()) {
        commit();
      }
    }
    return gone;
  }

  /** Drops the deletes of keys that are gone, and only those: others belong to rows that follow. */
  private void keepGoneKeys(List<Operation> operations) {
    Set<KeyHash> gone =
        operations.stream()
            .filter(this::isRemoval)
            .map(operation -> ((Delete) operation).key())
            .collect(Collectors.toSet());
    operations.removeIf(
        operation -> operation instanceof Delete delete && gone.contains(delete.key()));
  }

  /** A row also goes whose key is there but left out by now: such a key is marked as seen. */
  private boolean isRemoval(Operation operation) {
    return operation instanceof Delete delete
        && pass.tables().isMain(delete.table())
        && !pass.tables().of(delete.table()).isSeen(delete.key());
  }
}
