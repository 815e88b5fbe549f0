package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skimmer.engine.MemoryDestination.CommitFault;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.StoredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two syncs of one pipeline, on machines with clocks of their own. */
@Tag("promise-31")
class LeaseTest {
  private static final Duration LEASE = Duration.ofSeconds(60);

  /** One machine: its clock, its time, and whoever syncs on it. */
  private final class Machine {
    final MovableClock clock = new MovableClock();
    final FakeTime time = new FakeTime();
    final LeaseHolder holder;

    Machine(String host) {
      holder = new LeaseHolder("run on " + host, host, 4711, "99", "pid:[1]", "boot of " + host);
    }

    Sync sync(Consent... consents) {
      return new Sync(
          source,
          destination,
          options,
          new Context(clock, metrics),
          Set.of(consents),
          time,
          holder);
    }

    SyncResult run(Consent... consents) {
      return sync(consents).run(SyncListener.NONE);
    }

    /** Takes the lease and is not heard of any more. */
    void crash() {
      LeaseRule rule = new LeaseRule("memory", holder, false, clock);
      Retries retries = new Retries(Backoff.DEFAULT, LEASE, time);
      new Tenure(
              rule,
              destination.stateStore("memory"),
              new KnownTables(source.tables(), destination),
              LEASE,
              retries)
          .take(state -> {});
    }

    void pass(Duration duration) {
      clock.move(duration);
      time.pass(duration);
    }
  }

  private final PassMetrics metrics = new PassMetrics();
  private final MemorySource source = new MemorySource(metrics);
  private final MemoryDestination destination = new MemoryDestination();
  private SyncOptions options = new SyncOptions(20, 100);
  private final Machine first = new Machine("one");
  private final Machine second = new Machine("two");

  @BeforeEach
  void fill() {
    for (int i = 0; i < 100; i++) {
      source.keys.put("key%03d".formatted(i), "value" + i);
    }
  }

  private PipelineState state() {
    return SyncStateCodec.decode("memory", destination.state.orElseThrow().document());
  }

  private void assertEqual() {
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }

  private static ConnectorException failureOf(Machine machine, Consent... consents) {
    ConnectorException failure =
        catchThrowableOfType(ConnectorException.class, () -> machine.run(consents));
    assertThat(failure).isNotNull();
    return failure;
  }

  /** Does something once, when a page is read. */
  private void onPage(int page, Runnable action) {
    int[] pages = {0};
    source.beforePage =
        () -> {
          pages[0]++;
          if (pages[0] == page) {
            action.run();
          }
        };
  }

  @Tag("guard")
  @Test
  void aSecondSyncIsRefusedAtOnceAndToldWhoHoldsThePipeline() {
    List<ConnectorException> failures = new ArrayList<>();
    onPage(
        3,
        () -> {
          failures.add(failureOf(second));
          assertThat(state().isHeldBy(first.holder)).isTrue();
          assertThat(state().fencing()).isEqualTo(1);
        });
    first.run();
    assertThat(failures).hasSize(1);
    assertThat(failures.get(0).code()).isEqualTo(ErrorCode.PIPELINE_BUSY);
    assertThat(failures.get(0).code().exitCode()).isEqualTo(8);
    assertThat(failures.get(0))
        .hasMessageContaining("process 4711 on host one")
        .hasMessageContaining("since 2026-01-02T03:04:05Z")
        .hasMessageContaining("until 2026-01-02T03:05:05Z")
        .hasMessageContaining("--take-over");
    assertThat(second.time.sleeps).isEmpty();
    assertEqual();
  }

  @Test
  void theLeaseIsGivenBackByTheLastCommitAndByAFailureAndByAStop() {
    first.run();
    assertThat(state().lease()).isEmpty();
    assertThat(state().sync().orElseThrow().complete()).isTrue();
    source.failures.add(new ConnectorException(ErrorCode.PERMISSION_DENIED, "No."));
    assertThat(failureOf(first).code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(state().lease()).isEmpty();
    destination.commitFaults.add(CommitFault.BREAKS);
    assertThat(failureOf(first).code()).isEqualTo(ErrorCode.DESTINATION_FAILED);
    assertThat(state().lease()).isEmpty();
    Sync stopped = second.sync();
    stopped.stop();
    assertThat(stopped.run(SyncListener.NONE).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(state().lease()).isEmpty();
  }

  @Test
  void aRunThatWasRefusedLeavesNothing() {
    first.run();
    destination.state = Optional.empty();
    assertThat(failureOf(second).code()).isEqualTo(ErrorCode.TABLE_FOREIGN);
    assertThat(destination.state).isEmpty();
  }

  @Test
  void eachTakingHasAFencingNumberOfItsOwn() {
    first.run();
    assertThat(state().fencing()).isEqualTo(1);
    second.run();
    assertThat(state().fencing()).isEqualTo(2);
    first.crash();
    assertThat(state().fencing()).isEqualTo(3);
    second.run(Consent.TAKE_OVER);
    assertThat(state().fencing()).isEqualTo(4);
  }

  @Test
  void aHolderThatCrashedIsReplacedWhenItsLeaseHasRunOut() {
    first.crash();
    second.clock.move(LEASE.minusMillis(1));
    assertThat(failureOf(second).code()).isEqualTo(ErrorCode.PIPELINE_BUSY);
    second.clock.move(Duration.ofMillis(1));
    assertThat(second.run().outcome()).isEqualTo(Outcome.IN_SYNC);
    assertEqual();
  }

  @Test
  void aHolderThatCrashedIsReplacedAtOnceByTakeOver() {
    first.crash();
    assertThat(second.run(Consent.TAKE_OVER).outcome()).isEqualTo(Outcome.IN_SYNC);
    assertEqual();
  }

  @Tag("guard")
  @Test
  void aHolderThatWasReplacedFailsInItsNextCommitAndHarmsNothing() {
    onPage(
        4,
        () -> {
          source.beforePage = () -> {};
          second.run(Consent.TAKE_OVER);
          source.keys.put("key000", "written by nobody yet");
        });
    assertThat(failureOf(first).code()).isEqualTo(ErrorCode.STATE_CONFLICT);
    assertThat(state().fencing()).isEqualTo(2);
    assertThat(state().lease()).isEmpty();
    assertThat(second.run().updated()).isEqualTo(1);
    assertEqual();
  }

  @Test
  void everyCommitRenewsTheLease() {
    List<Instant> until = new ArrayList<>();
    destination.afterCommit =
        () -> {
          state().lease().ifPresent(lease -> until.add(lease.until()));
          first.clock.move(Duration.ofSeconds(7));
        };
    first.run();
    assertThat(until).hasSizeGreaterThan(1).doesNotHaveDuplicates().isSorted();
    assertThat(state().lease()).isEmpty();
  }

  @Tag("guard")
  @Test
  void aSourceThatBringsNothingForLongDoesNotCostTheLease() {
    first.run();
    int[] seen = {0};
    source.beforePage =
        () -> {
          first.pass(Duration.ofSeconds(21));
          await(
              () ->
                  state()
                      .lease()
                      .orElseThrow()
                      .until()
                      .isAfter(first.clock.instant().plusSeconds(58)));
          seen[0]++;
          assertThat(failureOf(second).code()).isEqualTo(ErrorCode.PIPELINE_BUSY);
          second.clock.move(Duration.ofSeconds(21));
        };
    first.run();
    assertThat(seen[0]).isEqualTo(11);
  }

  @Tag("guard")
  @Test
  void aTableThatTakesLongToReadDoesNotCostTheLease() {
    for (int i = 0; i < 5_000; i++) {
      source.keys.put("more" + i, "value");
    }
    first.run();
    List<Instant> until = new ArrayList<>();
    destination.beforeRow =
        () -> {
          first.pass(Duration.ofMillis(25));
          until.add(state().lease().orElseThrow().until());
          assertThat(until.get(until.size() - 1)).isAfter(first.clock.instant());
        };
    assertThat(first.run().unchanged()).isEqualTo(5_100);
    assertThat(until.stream().distinct()).hasSizeGreaterThan(4);
  }

  @Test
  @Tag("guard")
  @Tag("promise-30")
  void anIndexIsKeptWhenOnlyTheLeaseIsTakenOrRenewed() {
    Sync sync = first.sync();
    sync.run(SyncListener.NONE);
    destination.loads = 0;
    source.keys.put("key001", "other");
    assertThat(sync.run(SyncListener.NONE).updated()).isEqualTo(1);
    assertThat(destination.loads).isZero();
    second.run();
    source.keys.put("key002", "other");
    destination.loads = 0;
    assertThat(sync.run(SyncListener.NONE).updated()).isEqualTo(1);
    assertThat(destination.loads).isPositive();
    assertEqual();
  }

  @Test
  @Tag("promise-32")
  void aClockAheadTakesTheLeaseEarlyAndHarmsNothing() {
    second.clock.move(Duration.ofHours(1));
    onPage(
        4,
        () -> {
          source.beforePage = () -> {};
          second.run();
        });
    assertThat(failureOf(first).code()).isEqualTo(ErrorCode.STATE_CONFLICT);
    assertEqual();
    source.keys.remove("key001");
    assertThat(first.run().deleted()).isEqualTo(1);
    assertEqual();
  }

  @Test
  @Tag("promise-32")
  void aClockBehindIsRefusedEvenAfterTheLeaseHasRunOutElsewhere() {
    first.crash();
    second.clock.move(Duration.ofHours(-1).plus(LEASE));
    assertThat(failureOf(second).code()).isEqualTo(ErrorCode.PIPELINE_BUSY);
    second.run(Consent.TAKE_OVER);
    assertEqual();
  }

  @Test
  @Tag("promise-32")
  void aClockThatIsSetBackBetweenAnyTwoCommitsChangesNoOrder() {
    List<Long> sequences = new ArrayList<>();
    destination.afterCommit =
        () -> {
          sequences.add(destination.state.orElseThrow().sequence());
          first.clock.move(Duration.ofHours(-5));
        };
    source.keys.put("key001", "first");
    first.run();
    source.keys.put("key001", "second");
    source.keys.remove("key002");
    SyncResult result = first.run();
    assertThat(result.updated()).isEqualTo(1);
    assertThat(result.deleted()).isEqualTo(1);
    assertThat(sequences).hasSizeGreaterThan(5).isSorted().doesNotHaveDuplicates();
    assertEqual();
  }

  @Test
  @Tag("promise-31")
  void aHolderOnThisMachineIsReplacedAtOnceWhenItsProcessIsGone() throws Exception {
    LeaseHolder here = LocalProcess.newHolder();
    Process process = new ProcessBuilder("sleep", "60").start();
    LeaseHolder living =
        new LeaseHolder(
            "other run",
            here.host(),
            process.pid(),
            startOf(process),
            here.pidNamespace(),
            here.bootId());
    assertThat(LocalProcess.isGone(living)).isFalse();
    assertThat(LocalProcess.isGone(here)).isFalse();
    process.destroyForcibly().waitFor();
    assertThat(LocalProcess.isGone(living)).isTrue();
    assertThat(LocalProcess.isGone(elsewhere(living, "another", here.bootId()))).isFalse();
    assertThat(LocalProcess.isGone(elsewhere(living, here.pidNamespace(), "boot"))).isFalse();
    LeaseHolder reused =
        new LeaseHolder("run", here.host(), here.pid(), "1", here.pidNamespace(), here.bootId());
    assertThat(LocalProcess.isGone(reused)).isTrue();
  }

  @Test
  void aHolderThatTheSystemHidesIsNotTakenForGone(@TempDir Path proc) throws IOException {
    assumeThat(Path.of("/proc/self/stat")).exists();
    LeaseHolder here = LocalProcess.newHolder();
    assertThat(LocalProcess.isGone(here, proc)).isFalse();
    Files.createDirectory(proc.resolve("1"));
    Files.writeString(proc.resolve("1/stat"), "1 (init) S 0");
    assertThat(LocalProcess.isGone(here, proc)).isTrue();
  }

  private static LeaseHolder elsewhere(LeaseHolder holder, String namespace, String boot) {
    return new LeaseHolder(
        holder.run(), holder.host(), holder.pid(), holder.processStart(), namespace, boot);
  }

  private static String startOf(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
  }

  @Test
  void theShortestLeaseCoversFiveCommitsOfTheDestination() {
    assertThat(options.lease(Duration.ZERO)).isEqualTo(LEASE);
    assertThat(options.lease(Duration.ofSeconds(60))).isEqualTo(Duration.ofMinutes(5));
    assertThat(new SyncOptions(1, 1, 1, 600, 10).lease(Duration.ofSeconds(60)))
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aLostAnswerToTheTakingOfALeaseIsNoSecondHolder() {
    destination.replaceFaults.add(CommitFault.LOSES_THE_ANSWER);
    destination.replaceFaults.add(CommitFault.LOSES_THE_REQUEST);
    first.run();
    second.run();
    assertThat(state().fencing()).isEqualTo(2);
    assertEqual();
  }

  @Test
  void twoThatTakeTheLeaseAtOnceAreNotBothLetIn() {
    destination.beforeReplace =
        () -> {
          destination.beforeReplace = () -> {};
          second.crash();
        };
    assertThat(failureOf(first).code()).isEqualTo(ErrorCode.PIPELINE_BUSY);
    assertThat(state().isHeldBy(second.holder)).isTrue();
  }

  @Test
  @Tag("promise-29")
  void aDamagedStateIsRefusedByNameAndNothingIsOverwritten() {
    first.run();
    StoredState good = destination.state.orElseThrow();
    for (String damaged :
        List.of(
            "",
            good.document().substring(1),
            good.document().replace("\"version\":2", "\"version\":3"),
            good.document().replace("memory/0", "memory/1"))) {
      destination.state = Optional.of(new StoredState(good.sequence(), good.token(), damaged));
      ConnectorException failure = failureOf(second, Consent.ADOPT, Consent.TAKE_OVER);
      assertThat(failure.code()).isEqualTo(ErrorCode.STATE_UNREADABLE);
      assertThat(failure)
          .hasMessageContaining("'memory'")
          .hasMessageContaining("DELETE FROM _skimmer_state WHERE pipeline = 'memory'");
      assertThat(destination.state.orElseThrow().document()).isEqualTo(damaged);
      assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
    }
    destination.state = Optional.empty();
    assertThatThrownBy(second::run).hasMessageContaining("--adopt");
    assertThat(second.run(Consent.ADOPT).unchanged()).isEqualTo(100);
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
      Time.SYSTEM.sleep(Duration.ofMillis(10));
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
