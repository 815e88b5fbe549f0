package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.engine.MemoryDestination.CommitFault;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.PassMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One run's lease, with a store that answers, loses answers, or gives the lease to others. */
class TenureTest {
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final MovableClock clock = new MovableClock();
  private final FakeTime time = new FakeTime();
  private final MemoryDestination destination = new MemoryDestination();
  private final LeaseHolder holder = holder("run");
  private final Tenure tenure = tenure(holder, false);

  private static LeaseHolder holder(String run) {
    return new LeaseHolder(run, "elsewhere", 4711, "99", "pid:[1]", "boot");
  }

  private Tenure tenure(LeaseHolder of, boolean takeOver) {
    return new Tenure(
        new LeaseRule("memory", of, takeOver, clock),
        destination.stateStore("memory"),
        new KnownTables(new MemorySource(new PassMetrics()).tables(), destination),
        LEASE,
        new Retries(Backoff.DEFAULT, LEASE, time));
  }

  private void takeAs(String run) {
    tenure(holder(run), true).take(state -> {});
  }

  private PipelineState stored() {
    return SyncStateCodec.decode("memory", destination.state.orElseThrow().document());
  }

  private void pass(Duration duration) {
    time.pass(duration);
    clock.move(duration);
  }

  @Test
  void theLeaseIsDueWhenAThirdOfItHasGoneBy() {
    tenure.take(state -> {});
    assertThat(tenure.isDue()).isFalse();
    pass(Duration.ofSeconds(19));
    assertThat(tenure.isDue()).isFalse();
    tenure.renewIfDue();
    assertThat(stored().lease().orElseThrow().until()).isEqualTo(clock.instant().plusSeconds(41));
    pass(Duration.ofSeconds(1));
    assertThat(tenure.isDue()).isTrue();
    tenure.renewIfDue();
    assertThat(tenure.isDue()).isFalse();
    assertThat(stored().lease().orElseThrow().until()).isEqualTo(clock.instant().plusSeconds(60));
    assertThat(tenure.token()).contains(destination.state.orElseThrow().token());
  }

  @Test
  void aRenewalWhoseAnswerIsLostIsLookedFor() {
    tenure.take(state -> {});
    pass(Duration.ofSeconds(20));
    destination.replaceFaults.add(CommitFault.LOSES_THE_ANSWER);
    tenure.renewIfDue();
    assertThat(tenure.token()).contains(destination.state.orElseThrow().token());
    pass(Duration.ofSeconds(20));
    destination.replaceFaults.add(CommitFault.LOSES_THE_REQUEST);
    tenure.renewIfDue();
    assertThat(tenure.isDue()).isFalse();
    assertThat(tenure.token()).contains(destination.state.orElseThrow().token());
  }

  @Test
  void aLeaseThatThisHolderCouldNotGiveBackIsRenewedWhenItIsTakenAgain() {
    tenure.take(state -> {});
    destination.replaceFaults.add(CommitFault.LOSES_THE_REQUEST);
    tenure.release();
    pass(Duration.ofHours(1));
    Tenure next = tenure(holder, false);
    next.take(state -> {});
    assertThat(stored().lease().orElseThrow().until()).isEqualTo(clock.instant().plus(LEASE));
    assertThat(next.token()).contains(destination.state.orElseThrow().token());
  }

  @Test
  void aRenewalAfterSomebodyTookTheLeaseFails() {
    tenure.take(state -> {});
    takeAs("another");
    pass(Duration.ofSeconds(20));
    assertThatThrownBy(tenure::renewIfDue)
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_CONFLICT));
    tenure.release();
    assertThat(stored().isHeldBy(holder("another"))).isTrue();
  }

  @Test
  void nothingIsRenewedBeforeItIsTakenOrAfterItIsGivenBack() {
    pass(LEASE);
    tenure.renewIfDue();
    assertThat(destination.state).isEmpty();
    tenure.take(state -> {});
    tenure.release();
    assertThat(stored().lease()).isEmpty();
    long sequence = destination.state.orElseThrow().sequence();
    pass(LEASE);
    tenure.renewIfDue();
    tenure.release();
    assertThat(destination.state.orElseThrow().sequence()).isEqualTo(sequence);
  }

  @Test
  void aReleaseThatFailsSaysNothing() {
    tenure.take(state -> {});
    destination.replaceFaults.add(CommitFault.LOSES_THE_REQUEST);
    assertThatCode(tenure::release).doesNotThrowAnyException();
    assertThat(stored().isHeldBy(holder)).isTrue();
  }

  @Test
  void anAnswerThatIsLostAgainAndAgainEndsTheTaking() {
    AtomicInteger checks = new AtomicInteger();
    for (int i = 0; i < 5; i++) {
      destination.replaceFaults.add(CommitFault.LOSES_THE_REQUEST);
    }
    assertThatThrownBy(() -> tenure.take(state -> checks.incrementAndGet()))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN));
    assertThat(checks).hasValue(3);
    assertThat(time.sleeps).hasSize(2);
  }

  @Test
  void aRaceThatIsLostTenTimesEndsTheTaking() {
    Tenure quick = tenure(holder, true);
    AtomicInteger races = new AtomicInteger();
    destination.beforeReplace =
        () -> {
          Runnable again = destination.beforeReplace;
          destination.beforeReplace = () -> {};
          takeAs("rival " + races.incrementAndGet());
          destination.beforeReplace = again;
        };
    assertThatThrownBy(() -> quick.take(state -> {}))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_CONFLICT));
    assertThat(races).hasValue(10);
    assertThat(time.sleeps).isEmpty();
  }

  @Test
  void aChangeIsStoredWhenItIsTheOneThatIsStored() {
    tenure.take(state -> {});
    SyncState progressed = stateOf(tenure);
    assertThat(tenure.isStored(tenure.next(progressed))).isFalse();
    destination.state = Optional.empty();
    assertThat(tenure.isStored(tenure.next(progressed))).isFalse();
  }

  private SyncState stateOf(Tenure run) {
    MemorySource source = new MemorySource(new PassMetrics());
    return new StateGate("memory", source, false, clock).newPass(run.state(), source.epoch());
  }

  @Test
  void aRefusalOfAStateThatIsStoredNoMoreIsLookedAtAgain() {
    AtomicInteger checks = new AtomicInteger();
    Tenure taking = tenure(holder, true);
    taking.take(
        state -> {
          if (checks.incrementAndGet() == 1) {
            takeAs("other");
            throw new ConnectorException(ErrorCode.TABLE_FOREIGN, "Rows of nobody.");
          }
        });
    assertThat(checks).hasValue(2);
    assertThat(stored().isHeldBy(holder)).isTrue();
  }
}
