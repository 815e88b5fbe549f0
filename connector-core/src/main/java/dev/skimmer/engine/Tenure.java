package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StateStore;
import dev.skimmer.spi.StoredState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run's time at a pipeline: knows what is stored, takes the lease, renews it with each commit,
 * and gives it back with the last. Used by the writing thread.
 */
final class Tenure {
  private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);
  private static final int RENEWALS_A_LEASE = 3;
  private static final int MOST_RACES = 10;

  private final LeaseRule rule;
  private final StateStore store;
  private final KnownTables tables;
  private final Duration length;
  private final Retries retries;
  private Optional<StoredState> stored = Optional.empty();
  private PipelineState state = PipelineState.NONE;
  private PipelineState proposed = PipelineState.NONE;
  private long proposedNanos;
  private long renewedNanos;

  Tenure(LeaseRule rule, StateStore store, KnownTables tables, Duration length, Retries retries) {
    this.rule = rule;
    this.store = store;
    this.tables = tables;
    this.length = length;
    this.retries = retries;
    this.renewedNanos = retries.time().nanos();
  }

  /** Creates the time of one run at the pipeline of a rule, whose state a destination keeps. */
  static Tenure at(
      Destination.Session destination,
      LeaseRule rule,
      KnownTables tables,
      SyncOptions options,
      Retries retries) {
    return new Tenure(
        rule,
        destination.stateStore(rule.pipeline()),
        tables,
        options.lease(destination.minimumCommitInterval()),
        retries);
  }

  /**
   * Takes the lease, unless this run has it.
   *
   * @param checks refuse a state that this run must not go on from, before anything is changed
   * @throws ConnectorException with {@code PIPELINE_BUSY} when another sync has it
   */
  void take(Consumer<Optional<SyncState>> checks) {
    Attempts attempts = retries.attempts();
    int races = 0;
    do {
      reload();
      rule.requireFree(state);
      races++;
    } while (!isGood(checks, races) || (!isHeld() && !isTaken(attempts, races)));
    renewIfOld();
  }

  /** Returns how far the last pass got. */
  Optional<SyncState> state() {
    return state.sync();
  }

  /** Returns the token of the last commit. */
  Optional<String> token() {
    return stored.map(StoredState::token);
  }

  /** Returns whether so much of the lease has gone by that it should be renewed. */
  boolean isDue() {
    return retries.time().nanos() - renewedNanos >= length.toNanos() / RENEWALS_A_LEASE;
  }

  /** Renews the lease alone where that is due; for the time in which nothing is committed. */
  void renewIfDue() {
    if (!isHeld() || !isDue()) {
      return;
    }
    StateChange change = propose(state.with(renewed()));
    try {
      store.replace(change);
      committed(change);
    } catch (ConnectorException e) {
      if (retries.limit(e.category()).attempts() == 1) {
        throw e;
      }
      LOG.warn("The lease could not be renewed: {}", e.getMessage());
      learn(change);
    }
  }

  /** Returns the commit that stores this state and renews the lease. */
  StateChange next(SyncState progressed) {
    return propose(state.with(renewed()).with(progressed));
  }

  /** Returns the commit that stores this state, or none, and gives the lease back. */
  StateChange last(Optional<SyncState> progressed) {
    return propose(new PipelineState(state.fencing(), Optional.empty(), progressed));
  }

  /** Notes that the change that was returned last is committed. */
  void committed(StateChange change) {
    tables.carryOver(token(), change.next().token());
    stored = Optional.of(change.next());
    state = proposed;
    renewedNanos = proposedNanos;
  }

  /** Reads whether a change is what is stored now. */
  boolean isStored(StateChange change) {
    Optional<StoredState> now = retries.call(store::load);
    return now.isPresent() && now.get().isSameCommit(change.next());
  }

  /** Gives the lease back where no commit has done so; never throws. */
  void release() {
    if (!isHeld()) {
      return;
    }
    try {
      stored = store.load();
      state = SyncStateCodec.decode(rule.pipeline(), stored);
      if (isHeld()) {
        store.replace(propose(state.with(Optional.empty())));
      }
    } catch (ConnectorException e) {
      LOG.debug("The lease was not given back; it runs out by itself", e);
    }
    state = PipelineState.NONE;
  }

  private boolean isHeld() {
    return state.isHeldBy(rule.holder());
  }

  /**
   * Returns false where a refusal was of a state that is not the stored one any more: rows that it
   * did not tell of may be those of the commit that took its place.
   */
  private boolean isGood(Consumer<Optional<SyncState>> checks, int races) {
    Optional<StoredState> checked = stored;
    try {
      checks.accept(state.sync());
      return true;
    } catch (ConnectorException e) {
      reload();
      if (stored.equals(checked) || races >= MOST_RACES) {
        throw e;
      }
      return false;
    }
  }

  private boolean isTaken(Attempts attempts, int races) {
    StateChange change = propose(state.takenUnder(Lease.take(rule.holder(), length, clock())));
    try {
      store.replace(change);
      committed(change);
      return true;
    } catch (ConnectorException e) {
      // Whoever was quicker is met when the state is read again, and so is a lost answer.
      if (e.category() != ErrorCategory.CONFLICT || races >= MOST_RACES) {
        attempts.failed(e);
      }
      return false;
    }
  }

  /** Renews what an earlier run of this holder could not give back, and has aged since. */
  private void renewIfOld() {
    Instant soon = clock().instant().plus(length.dividedBy(RENEWALS_A_LEASE));
    if (state.lease().filter(lease -> lease.until().isBefore(soon)).isPresent()) {
      renewedNanos = retries.time().nanos() - length.toNanos();
      renewIfDue();
    }
  }

  private void learn(StateChange change) {
    renewedNanos = retries.time().nanos();
    if (isStored(change)) {
      committed(change);
    }
  }

  private Optional<Lease> renewed() {
    return state.lease().map(lease -> lease.renewed(length, clock()));
  }

  private StateChange propose(PipelineState next) {
    proposed = next;
    proposedNanos = retries.time().nanos();
    long sequence = stored.map(StoredState::sequence).orElse(0L) + 1;
    String token = UUID.randomUUID().toString();
    return new StateChange(stored, new StoredState(sequence, token, SyncStateCodec.encode(next)));
  }

  private void reload() {
    stored = retries.call(store::load);
    state = SyncStateCodec.decode(rule.pipeline(), stored);
  }

  private Clock clock() {
    return rule.clock();
  }
}
