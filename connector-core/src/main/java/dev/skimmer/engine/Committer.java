package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StateStore;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes operations and commits them with the state. Keeps what is not committed, so that a
 * transaction that failed in passing can be written again. Used by the writing thread.
 */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private final Writer writer;
  private final StateStore store;
  private final KnownTables tables;
  private final Counts counts;
  private final Backoff backoff;
  private final List<Operation> pending = new ArrayList<>();
  private Optional<StoredState> stored;
  private SyncState committedState;
  private Optional<ConnectorException> broken = Optional.empty();

  Committer(
      Writer writer,
      StateStore store,
      KnownTables tables,
      Counts counts,
      Backoff backoff,
      Optional<StoredState> stored,
      SyncState committedState) {
    this.writer = writer;
    this.store = store;
    this.tables = tables;
    this.counts = counts;
    this.backoff = backoff;
    this.stored = stored;
    this.committedState = committedState;
  }

  /** Adds rows to the open transaction. */
  void add(List<Operation> rows) {
    requireWhole();
    if (rows.isEmpty()) {
      return;
    }
    pending.addAll(rows);
    try {
      writer.write(rows);
    } catch (ConnectorException e) {
      writeAgain(e, 1);
    }
  }

  int pendingRecords() {
    return pending.size();
  }

  /** Returns the state of the last commit, or that of the beginning of the pass. */
  SyncState committedState() {
    return committedState;
  }

  /** Commits the added rows with the state, if there are any. */
  void commitPending(SyncState state) {
    if (!pending.isEmpty()) {
      commit(state);
    }
  }

  /** Commits the added rows and the state together. */
  void commit(SyncState state) {
    requireWhole();
    StateChange change = next(state);
    for (int attempt = 1; !isCommitted(change, attempt); attempt++) {
      LOG.debug("Commit {} is tried again", change.next().sequence());
    }
    stored = Optional.of(change.next());
    committedState = state;
    counts.committed(pending);
    tables.committed(pending, change.next().token());
    pending.clear();
  }

  /** Forgets the rows that are not committed. */
  void rollback() {
    writer.rollback();
    pending.clear();
    broken = Optional.empty();
  }

  /** After a failure the open transaction lacks rows that are pending: it must not be committed. */
  private void requireWhole() {
    broken.ifPresent(
        failure -> {
          throw failure;
        });
  }

  private ConnectorException giveUp(ConnectorException failure) {
    writer.rollback();
    broken = Optional.of(failure);
    return failure;
  }

  private StateChange next(SyncState state) {
    long sequence = stored.map(StoredState::sequence).orElse(0L) + 1;
    String token = UUID.randomUUID().toString();
    return new StateChange(stored, new StoredState(sequence, token, SyncStateCodec.encode(state)));
  }

  private boolean isCommitted(StateChange change, int attempt) {
    try {
      writer.commit(change);
      return true;
    } catch (ConnectorException e) {
      return switch (e.category()) {
        case TRANSIENT -> {
          writeAgain(e, attempt);
          yield false;
        }
        case COMMIT_UNKNOWN -> {
          LOG.warn("The answer to a commit was lost; reading the state to learn how it ended");
          writer.rollback();
          if (isStored(change.next())) {
            yield true;
          }
          writeAgain(e, attempt);
          yield false;
        }
        case CONFLICT -> {
          // A commit whose answer was lost may have come to pass after the state was read.
          if (!isStored(change.next())) {
            throw giveUp(e);
          }
          yield true;
        }
        case CONFIG, DATA, INTERNAL -> {
          throw giveUp(e);
        }
      };
    }
  }

  private boolean isStored(StoredState wanted) {
    try {
      Optional<StoredState> now = Retry.call(backoff, store::load);
      return now.isPresent() && now.get().isSameCommit(wanted);
    } catch (ConnectorException e) {
      throw giveUp(e);
    }
  }

  /** Rolls back and writes everything pending anew, until that works or the attempts run out. */
  private void writeAgain(ConnectorException cause, int failedAttempts) {
    ConnectorException failure = cause;
    for (int attempt = failedAttempts; ; attempt++) {
      writer.rollback();
      boolean mayPass =
          switch (failure.category()) {
            case TRANSIENT, COMMIT_UNKNOWN -> attempt < backoff.attempts();
            case CONFIG, DATA, CONFLICT, INTERNAL -> false;
          };
      if (!mayPass) {
        throw giveUp(failure);
      }
      LOG.warn("Writing again after: {}", failure.getMessage());
      backoff.sleepAfter(attempt);
      try {
        writer.write(List.copyOf(pending));
        return;
      } catch (ConnectorException e) {
        failure = e;
      }
    }
  }
}
