package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.engine.MemoryDestination.CommitFault;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Upsert;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CommitterTest {
  private static final KeyHash KEY = KeyHash.ofUtf8("key");
  private static final Fingerprint PRINT = new Fingerprint(1, 2);

  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final MemoryPass pass = new MemoryPass(source, destination, 1_000);
  private final Committer committer = pass.committer;

  @AfterEach
  void close() {
    pass.close();
  }

  private static List<Operation> row() {
    return List.of(new Upsert(MemorySource.TABLE, KEY, Row.of("key", "value", PRINT), false));
  }

  private void commit() {
    committer.commit(pass.pass.progress().state());
  }

  private void commitPending() {
    committer.commitPending(pass.pass.progress().state());
  }

  private long sequence() {
    return destination.state.orElseThrow().sequence();
  }

  private void failWrites(int count) {
    for (int i = 0; i < count; i++) {
      destination.writeFaults.add(failure());
    }
  }

  private static ConnectorException failure() {
    return new ConnectorException(ErrorCode.DESTINATION_UNREACHABLE, "Deadlock.");
  }

  @Test
  @Tag("guard")
  void theIndexLearnsOfARowOnlyWhenItsCommitHasSucceeded() {
    committer.add(row());
    assertThat(pass.tables.of(MemorySource.TABLE).isKnown(KEY)).isFalse();
    destination.commitFaults.add(CommitFault.BREAKS);
    assertThatThrownBy(this::commit).hasMessageContaining("Broken");
    assertThat(pass.tables.of(MemorySource.TABLE).isKnown(KEY)).isFalse();
    assertThat(pass.counts.inserted()).isZero();
    committer.rollback();
    committer.add(row());
    commit();
    assertThat(pass.tables.of(MemorySource.TABLE).isKnown(KEY)).isTrue();
    assertThat(pass.counts.inserted()).isEqualTo(1);
    assertThat(pass.counts.commits()).isEqualTo(1);
  }

  @Test
  void whatIsPendingIsCommittedOnce() {
    committer.add(row());
    assertThat(committer.pendingRecords()).isEqualTo(1);
    long before = sequence();
    commitPending();
    assertThat(sequence()).isEqualTo(before + 1);
    assertThat(committer.pendingRecords()).isZero();
    commitPending();
    assertThat(sequence()).isEqualTo(before + 1);
    assertThat(destination.commits).isEqualTo(1);
    assertThat(destination.values(MemorySource.TABLE)).containsOnlyKeys("key");
  }

  @Test
  void aLeaseThatRunsOutIsReasonEnoughForACommit() {
    assertThat(committer.isLeaseDue()).isFalse();
    assertThat(pass.pass.isCommitDue()).isFalse();
    pass.time.pass(Duration.ofSeconds(20));
    assertThat(committer.isLeaseDue()).isTrue();
    assertThat(pass.pass.isCommitDue()).isTrue();
    long before = sequence();
    commitPending();
    assertThat(sequence()).isEqualTo(before + 1);
    assertThat(committer.isLeaseDue()).isFalse();
  }

  @Test
  void theStateIsThatOfTheLastCommitWhateverWasReadSince() {
    SyncState begun = committer.committedState();
    committer.add(row());
    assertThat(committer.committedState()).isSameAs(begun);
    SyncState next = begun.withSplits(java.util.Map.of("s0", SplitState.START));
    committer.commit(next);
    assertThat(committer.committedState()).isSameAs(next);
  }

  @Test
  void aRollbackForgetsTheRowsAndTheFailure() {
    committer.add(row());
    committer.rollback();
    assertThat(committer.pendingRecords()).isZero();
    commit();
    assertThat(destination.values(MemorySource.TABLE)).isEmpty();
    failWrites(3);
    assertThatThrownBy(() -> committer.add(row())).hasMessageContaining("Deadlock");
    assertThat(committer.isBroken()).isTrue();
    committer.rollback();
    assertThat(committer.isBroken()).isFalse();
    commit();
    assertThat(destination.values(MemorySource.TABLE)).isEmpty();
  }

  @Test
  void rowsThatCouldNotBeWrittenAreWrittenAgainInANewTransaction() {
    committer.add(row());
    failWrites(2);
    Upsert other =
        new Upsert(
            MemorySource.TABLE, KeyHash.ofUtf8("other"), Row.of("other", "value", PRINT), false);
    committer.add(List.of(other));
    assertThat(pass.time.sleeps).hasSize(2);
    commit();
    assertThat(destination.values(MemorySource.TABLE)).containsOnlyKeys("key", "other");
  }

  @Test
  @Tag("guard")
  void aTransactionThatLacksRowsIsNeverCommitted() {
    failWrites(3);
    assertThatThrownBy(() -> committer.add(row())).hasMessageContaining("Deadlock");
    long before = sequence();
    assertThatThrownBy(this::commit).hasMessageContaining("Deadlock");
    assertThatThrownBy(() -> committer.add(row())).hasMessageContaining("Deadlock");
    assertThat(sequence()).isEqualTo(before);
  }

  @Test
  void aCommitThatNobodyAnswersForIsGivenUpWhenItIsNotStored() {
    committer.add(row());
    for (int i = 0; i < 3; i++) {
      destination.commitFaults.add(CommitFault.LOSES_THE_REQUEST);
    }
    assertThatThrownBy(this::commit).hasMessageContaining("No answer");
    assertThat(committer.isBroken()).isTrue();
    assertThat(pass.tables.of(MemorySource.TABLE).isKnown(KEY)).isFalse();
  }

  @Test
  void aCommitThatFailedForSureIsRepeatedWithoutAQuestion() {
    committer.add(row());
    destination.commitFaults.add(CommitFault.FAILS_IN_PASSING);
    destination.loadFaults.add(failure());
    commit();
    assertThat(destination.commits).isEqualTo(2);
    assertThat(destination.loadFaults).hasSize(1);
  }

  @Test
  void aCommitThatWasStoredBeforeItsAnswerWasLostIsNotRepeated() {
    committer.add(row());
    destination.commitFaults.add(CommitFault.LOSES_THE_ANSWER);
    commit();
    assertThat(pass.time.sleeps).isEmpty();
    assertThat(pass.tables.of(MemorySource.TABLE).isKnown(KEY)).isTrue();
    commit();
    assertThat(destination.values(MemorySource.TABLE)).containsOnlyKeys("key");
  }

  @Test
  @Tag("guard")
  void aCommitAfterThatOfAnotherRunFailsAndChangesNothing() {
    committer.add(row());
    destination.state = java.util.Optional.empty();
    assertThatThrownBy(this::commit)
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_CONFLICT));
    assertThat(pass.time.sleeps).isEmpty();
    assertThat(destination.values(MemorySource.TABLE)).isEmpty();
  }
}
