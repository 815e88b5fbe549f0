package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.engine.MemoryDestination.CommitFault;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Sighting;
import dev.skimmer.spi.Upsert;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CommitterTest {
  private static final KeyHash KEY = KeyHash.ofUtf8("key");
  private static final Fingerprint FINGERPRINT = new Fingerprint(1, 2);

  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final KnownTables tables = new KnownTables(source.tables(), destination);
  private final Retries retries =
      new Retries(Backoff.DEFAULT, Duration.ofMinutes(5), new FakeTime());
  private final Tenure tenure =
      new Tenure(
          new LeaseRule("memory", LocalProcess.newHolder(), false, Clock.systemUTC()),
          destination.stateStore("memory"),
          tables,
          Duration.ofMinutes(1),
          retries);
  private SyncState state;
  private Committer committer;

  @BeforeEach
  void begin() {
    source.tables().forEach(destination::apply);
    tenure.take(stored -> {});
    tables.bringUpTo(tenure::token, table -> 0, () -> {});
    StateGate gate = new StateGate("memory", source, false, Clock.systemUTC());
    state = gate.newPass(Optional.empty(), new Epoch("run-1"));
    committer =
        new Committer(
            destination.openWriter("memory"), tenure, tables, new Counts(tables), retries, state);
  }

  private static Upsert row() {
    return new Upsert(MemorySource.TABLE, KEY, Row.of("key", "value", FINGERPRINT), false);
  }

  private Sighting sightingInANewPass() {
    tables.beginPass(Optional.empty());
    return tables.of(MemorySource.TABLE).observe(KEY, FINGERPRINT, KnownRows.NO_EXPIRY, 0);
  }

  @Test
  @Tag("guard")
  void theIndexLearnsAFingerprintWhenItsCommitHasSucceededAndNotBefore() {
    committer.add(List.of(row()));
    assertThat(sightingInANewPass()).isEqualTo(Sighting.NEW);
    committer.commit(state);
    assertThat(sightingInANewPass()).isEqualTo(Sighting.UNCHANGED);
  }

  @Test
  @Tag("guard")
  void theIndexLearnsNothingOfACommitThatFailed() {
    committer.add(List.of(row()));
    destination.commitFaults.add(CommitFault.BREAKS);
    assertThatThrownBy(() -> committer.commit(state)).isInstanceOf(ConnectorException.class);
    assertThat(sightingInANewPass()).isEqualTo(Sighting.NEW);
    assertThat(destination.values(MemorySource.TABLE)).isEmpty();
  }

  @Test
  void nothingIsCommittedAfterAFailureThatLostRowsOfTheTransaction() {
    committer.add(List.of(row()));
    destination.commitFaults.add(CommitFault.BREAKS);
    assertThatThrownBy(() -> committer.commit(state)).hasMessage("Broken.");
    assertThatThrownBy(() -> committer.commit(state)).hasMessage("Broken.");
    assertThat(committer.isBroken()).isTrue();
    committer.rollback();
    committer.commit(state);
    assertThat(destination.values(MemorySource.TABLE)).isEmpty();
  }
}
