package dev.skimmer.engine;

import dev.skimmer.fault.FailPoints;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes operations and commits them with the state. Keeps what is not committed, so that a
 * transaction that failed in passing can be written again. Used by the writing thread.
 */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private final Writer writer;
  private final Tenure tenure;
  private final KnownTables tables;
  private final Counts counts;
  private final Retries retries;
  private final List<Operation> pending = new ArrayList<>();

  /** Those of the pending rows that the open transaction lacks. */
  private final List<Operation> unwritten = new ArrayList<>();

  private SyncState committedState;
  private Optional<ConnectorException> broken = Optional.empty();

  Committer(
      Writer writer,
      Tenure tenure,
      KnownTables tables,
      Counts counts,
      Retries retries,
      SyncState committedState) {
    this.writer = writer;
    this.tenure = tenure;
    this.tables = tables;
    this.counts = counts;
    this.retries = retries;
    this.committedState = committedState;
  }

  /** Adds rows to the open transaction. */
  void add(List<Operation> rows) {
    requireWhole();
    if (rows.isEmpty()) {
      return;
    }
    pending.addAll(rows);
    unwritten.addAll(rows);
    Attempts attempts = retries.attempts();
    while (!unwritten.isEmpty()) {
      try {
        write();
      } catch (ConnectorException e) {
        writer.rollback();
        startOver(e, attempts);
      }
    }
  }

  int pendingRecords() {
    return pending.size();
  }

  /** Returns the state of the last commit, or that of the beginning of the pass. */
  SyncState committedState() {
    return committedState;
  }

  /** Commits the added rows with the state, if there are any or the lease asks for it. */
  void commitPending(SyncState state) {
    if (!pending.isEmpty() || isLeaseDue()) {
      commit(state);
    }
  }

  /** Commits the added rows and the state together, and renews the lease. */
  void commit(SyncState state) {
    commit(state, tenure.next(state));
  }

  /** Makes the last commit of a run, which gives the lease back. */
  void finish(SyncState state) {
    commit(state, tenure.last(Optional.of(state)));
  }

  /** Makes the last commit of a run after which no pass is known, and gives the lease back. */
  void forget() {
    commit(committedState, tenure.last(Optional.empty()));
  }

  /** Returns whether the lease asks for a commit, whatever there is to commit. */
  boolean isLeaseDue() {
    return tenure.isDue();
  }

  private void commit(SyncState state, StateChange change) {
    requireWhole();
    FailPoints.pass("before a commit of the engine");
    Attempts attempts = retries.attempts();
    while (!isCommitted(change, attempts)) {
      LOG.debug("Commit {} is tried again", change.next().sequence());
    }
    FailPoints.pass("after a commit of the engine");
    committedState = state;
    counts.committed(pending);
    tables.committed(pending, change.next().token());
    tenure.committed(change);
    pending.clear();
  }

  /** Forgets the rows that are not committed. */
  void rollback() {
    writer.rollback();
    pending.clear();
    unwritten.clear();
    broken = Optional.empty();
  }

  /** After a failure the open transaction lacks rows that are pending: it must not be committed. */
  private void requireWhole() {
    broken.ifPresent(
        failure -> {
          throw failure;
        });
  }

  /** Returns whether a failure has ended the writing, so that nothing more can be committed. */
  boolean isBroken() {
    return broken.isPresent();
  }

  private ConnectorException giveUp(ConnectorException failure) {
    broken = Optional.of(failure);
    return failure;
  }

  private void write() {
    if (!unwritten.isEmpty()) {
      writer.write(List.copyOf(unwritten));
      unwritten.clear();
    }
  }

  private boolean isCommitted(StateChange change, Attempts attempts) {
    try {
      write();
      writer.commit(change);
      return true;
    } catch (ConnectorException e) {
      writer.rollback();
      if (mayBeCommitted(e) && isStored(change)) {
        unwritten.clear();
        return true;
      }
      startOver(e, attempts);
      return false;
    }
  }

  /** A commit whose answer was lost may also come to pass later, and meet its own repetition. */
  private static boolean mayBeCommitted(ConnectorException failure) {
    return switch (failure.category()) {
      case COMMIT_UNKNOWN, CONFLICT -> true;
      case TRANSIENT, CONFIG, DATA, INTERNAL -> false;
    };
  }

  private boolean isStored(StateChange change) {
    LOG.info("Reading the state to learn how a commit ended");
    try {
      return tenure.isStored(change);
    } catch (ConnectorException e) {
      throw giveUp(e);
    }
  }

  /** Has everything pending written anew after a rollback, unless the attempts have run out. */
  private void startOver(ConnectorException failure, Attempts attempts) {
    unwritten.clear();
    unwritten.addAll(pending);
    try {
      attempts.failed(failure);
    } catch (ConnectorException e) {
      throw giveUp(e);
    }
  }
}
