package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.engine.MemoryDestination.CommitFault;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.TableId;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyncTest {
  private final Context context = Context.system();
  private final MemorySource source = new MemorySource(context.metrics());
  private final MemoryDestination destination = new MemoryDestination();
  private SyncOptions options = new SyncOptions(20, 100);
  private Set<Consent> consents = Set.of();
  private final FakeTime time = new FakeTime();

  @BeforeEach
  void fill() {
    for (int i = 0; i < 100; i++) {
      source.keys.put("key%03d".formatted(i), "value" + i);
    }
  }

  private Sync sync() {
    return new Sync(
        source, destination, options, context, consents, time, LocalProcess.newHolder());
  }

  private SyncResult run() {
    return sync().run(SyncListener.NONE);
  }

  private void assertEqual() {
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }

  @Test
  void theFirstSyncInsertsEverything() {
    SyncResult result = run();
    assertEqual();
    assertThat(result.outcome()).isEqualTo(Outcome.IN_SYNC);
    assertThat(result.inserted()).isEqualTo(100);
    assertThat(result.scanned()).isEqualTo(100);
    assertThat(result.pass()).isEqualTo(1);
    assertThat(result.resumed()).isFalse();
    assertThat(destination.tables.get(SyncsTable.SCHEMA.id())).hasSize(1);
  }

  @Test
  void aSyncWithoutChangesWritesNoDataRow() {
    run();
    SyncResult result = run();
    assertThat(result.unchanged()).isEqualTo(100);
    assertThat(result.inserted() + result.updated() + result.deleted()).isZero();
    assertThat(result.commits()).isEqualTo(1);
    assertThat(result.pass()).isEqualTo(2);
  }

  @Tag("promise-23")
  @Test
  void onlyDifferencesAreWritten() {
    run();
    source.keys.put("key001", "other");
    source.keys.put("new", "value");
    source.keys.remove("key002");
    SyncResult result = run();
    assertEqual();
    assertThat(result.inserted()).isEqualTo(1);
    assertThat(result.updated()).isEqualTo(1);
    assertThat(result.deleted()).isEqualTo(1);
    assertThat(result.unchanged()).isEqualTo(98);
    assertThat(result.rechecked()).isEqualTo(1);
  }

  @Test
  void oneObjectSyncsAgainWithoutReadingTheDestinationAnew() {
    Sync sync = sync();
    sync.run(SyncListener.NONE);
    source.keys.put("key001", "other");
    sync.run(SyncListener.NONE);
    source.keys.remove("key003");
    assertThat(sync.run(SyncListener.NONE).deleted()).isEqualTo(1);
    assertEqual();
    // Empty tables before and after the first lease, and the unseen row of the last sweep.
    assertThat(destination.loads).isEqualTo(3);
  }

  @Tag("promise-30")
  @Test
  @Tag("guard")
  void aCacheWhoseTokenIsNotTheStoredOneIsReadAnew() {
    Sync first = sync();
    first.run(SyncListener.NONE);
    source.keys.put("key001", "other");
    run();
    source.keys.put("key001", "value1");
    assertThat(first.run(SyncListener.NONE).updated()).isEqualTo(1);
    assertEqual();
  }

  @Test
  void readsSeveralSplitsAtOnce() {
    source.splits = 7;
    assertThat(run().inserted()).isEqualTo(100);
    assertEqual();
  }

  @Test
  @Tag("promise-1")
  void aReaderThatBreaksInPassingIsOpenedAgainAtItsLastCheckpoint() {
    source.failures.add(MemorySource.transientFailure());
    source.failures.add(MemorySource.transientFailure());
    assertThat(run().inserted()).isEqualTo(100);
    assertEqual();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exists", "apply", "knownRows", "openWriter"})
  @Tag("promise-26")
  void aDestinationThatFailsInPassingBeforeTheFirstRowIsAskedAgain(String method) {
    source.vacant.put(new TableId("vacant"), OptionalLong.of(0));
    run();
    source.keys.remove("key001");
    Set<String> failed = new HashSet<>();
    destination.beforePreparing =
        called -> {
          if (called.equals(method) && failed.add(called)) {
            throw new ConnectorException(ErrorCode.DESTINATION_UNREACHABLE, "Not now.");
          }
        };
    assertThat(run().deleted()).isEqualTo(1);
    assertThat(failed).containsExactly(method);
    assertEqual();
  }

  @Test
  @Tag("promise-1")
  void aSourceThatCannotPlanInPassingIsAskedAgain() {
    AtomicInteger plans = new AtomicInteger();
    source.beforePlan =
        () -> {
          if (plans.incrementAndGet() == 1) {
            throw MemorySource.transientFailure();
          }
        };
    assertThat(run().inserted()).isEqualTo(100);
  }

  @Test
  @Tag("promise-1")
  void aSourceThatCannotCountItsKeysInPassingIsAskedAgain() {
    AtomicInteger questions = new AtomicInteger();
    source.beforeEstimate =
        () -> {
          if (questions.incrementAndGet() == 1) {
            throw MemorySource.transientFailure();
          }
        };
    assertThat(run().inserted()).isEqualTo(100);
  }

  @Test
  @Tag("promise-1")
  void threeFailuresInARowEndTheRunAndKeepWhatIsCommitted() {
    AtomicInteger pages = new AtomicInteger();
    source.beforePage =
        () -> {
          if (pages.incrementAndGet() > 5) {
            throw MemorySource.transientFailure();
          }
        };
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE));
    assertThat(destination.values(MemorySource.TABLE)).hasSize(50);
    source.beforePage = () -> {};
    SyncResult resumed = run();
    assertThat(resumed.resumed()).isTrue();
    assertThat(resumed.scanned()).isEqualTo(50);
    assertEqual();
  }

  @Test
  @Tag("promise-3")
  void aServerThatFailsAgainAndAgainEndsTheRunWhenItsRetriesHaveTakenTheirTime() {
    options = new SyncOptions(20, 100, 9, 60, 10);
    AtomicInteger pages = new AtomicInteger();
    source.beforePage =
        () -> {
          if (pages.incrementAndGet() % 2 == 0) {
            time.pass(Duration.ofSeconds(3));
            throw MemorySource.transientFailure();
          }
        };
    assertThatThrownBy(this::run).hasMessageContaining("reset");
    assertThat(time.sleeps).hasSize(2);
    assertThat(destination.values(MemorySource.TABLE)).hasSize(30);
    options = new SyncOptions(20, 100, 60, 60, 10);
    assertThat(run().outcome()).isEqualTo(Outcome.IN_SYNC);
    assertEqual();
  }

  @Test
  void aResumedPassSeesWhatChangedBehindItsCursor() {
    stopAfterPages(6);
    source.keys.put("key000", "changed since");
    source.keys.remove("key001");
    SyncResult resumed = run();
    assertThat(resumed.resumed()).isTrue();
    assertThat(resumed.updated()).isEqualTo(1);
    assertThat(resumed.deleted()).isEqualTo(1);
    assertEqual();
  }

  @Test
  void aStoppedRunCommitsWhatItHasAndTheNextResumes() {
    SyncResult stopped = stopAfterPages(4);
    assertThat(stopped.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(destination.values(MemorySource.TABLE)).isNotEmpty();
    assertThat(destination.values(MemorySource.TABLE).size()).isLessThan(100);
    SyncResult resumed = run();
    assertThat(resumed.resumed()).isTrue();
    assertThat(resumed.pass()).isEqualTo(1);
    assertThat(resumed.scanned()).isLessThan(100);
    assertEqual();
  }

  @Test
  @Tag("promise-21")
  @Tag("guard")
  void aRestartedServerBeginsANewPass() {
    stopAfterPages(4);
    source.epoch = "run-2";
    SyncResult result = run();
    assertThat(result.resumed()).isFalse();
    assertThat(result.pass()).isEqualTo(2);
    assertThat(result.scanned()).isEqualTo(100);
    assertEqual();
  }

  @Tag("guard")
  @Test
  void anotherScopeBeginsANewPass() {
    stopAfterPages(4);
    source.scope = "key*";
    assertThat(run().resumed()).isFalse();
    assertEqual();
  }

  @Test
  @Tag("guard")
  @Tag("promise-22")
  void nothingIsRemovedWhenTheServerChangesBeforeTheSweepCommits() {
    run();
    source.keys.remove("key001");
    AtomicInteger sweeps = new AtomicInteger();
    source.beforeSweep =
        () -> {
          sweeps.incrementAndGet();
          source.epoch = "run-" + sweeps.get() + 1;
        };
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
    assertThat(sweeps).hasValue(3);
    assertThat(destination.values(MemorySource.TABLE)).containsKey("key001").hasSize(100);
  }

  @Test
  @Tag("promise-19")
  void whatWasReadIsKeptWhenTheServerIsAnotherOneBeforeEachSweep() {
    options = new SyncOptions(1000, 100);
    AtomicInteger questions = new AtomicInteger();
    source.beforeEpoch = () -> source.epoch = "run-" + questions.incrementAndGet();
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
    assertEqual();
  }

  @Test
  @Tag("promise-18")
  void aServerThatIsBusyBetweenScanAndSweepIsAskedAgain() {
    AtomicInteger questions = new AtomicInteger();
    source.beforeEpoch =
        () -> {
          if (questions.incrementAndGet() == 2) {
            throw new ConnectorException(ErrorCode.SOURCE_NOT_READY, "Busy.");
          }
        };
    assertThat(run().outcome()).isEqualTo(Outcome.IN_SYNC);
    assertThat(questions).hasValueGreaterThan(2);
    assertEqual();
  }

  @Test
  @Tag("promise-21")
  void aServerThatRestartsInMidPassIsReadAnew() {
    run();
    source.keys.remove("key001");
    AtomicInteger pages = new AtomicInteger();
    source.beforePage =
        () -> {
          if (pages.incrementAndGet() == 3) {
            source.epoch = "run-2";
          }
        };
    assertThat(run().deleted()).isEqualTo(1);
    assertEqual();
    assertThat(pages.get()).isGreaterThan(20);
  }

  @Test
  void theGuardStopsBeforeAnythingIsRemoved() {
    run();
    options = new SyncOptions(20, 10);
    source.keys.keySet().removeIf(key -> key.compareTo("key011") < 0);
    source.keys.put("key050", "changed");
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DELETE_GUARD));
    assertThat(destination.values(MemorySource.TABLE))
        .containsKey("key000")
        .containsEntry("key050", "changed")
        .hasSize(100);
  }

  @Test
  void theGuardLetsPassWhatItAllows() {
    run();
    options = new SyncOptions(20, 10);
    source.keys.keySet().removeIf(key -> key.compareTo("key010") < 0);
    assertThat(run().deleted()).isEqualTo(10);
    assertEqual();
  }

  @Tag("promise-26")
  @ParameterizedTest
  @EnumSource(
      value = CommitFault.class,
      names = {
        "FAILS_IN_PASSING",
        "LOSES_THE_ANSWER",
        "LOSES_THE_REQUEST",
        "LANDS_LATE",
        "LANDS_WHILE_WRITING"
      })
  void aCommitThatFailsInPassingLosesAndDoublesNothing(CommitFault fault) {
    destination.commitFaults.add(fault);
    destination.commitFaults.add(fault);
    assertThat(run().inserted()).isEqualTo(100);
    assertEqual();
  }

  @Tag("promise-26")
  @Test
  void aWriteThatFailsInPassingIsWrittenAgain() {
    destination.writeFaults.add(
        new ConnectorException(ErrorCode.DESTINATION_UNREACHABLE, "Deadlock."));
    assertThat(run().inserted()).isEqualTo(100);
    assertEqual();
  }

  @Tag("promise-26")
  @Test
  void aDestinationThatStaysDownEndsTheSweepWithoutLosingWhatItWasToWrite() {
    run();
    source.keys.remove("key001");
    for (int i = 0; i < 3; i++) {
      destination.commitFaults.add(CommitFault.FAILS_IN_PASSING);
    }
    Sync sync = sync();
    assertThatThrownBy(() -> sync.run(SyncListener.NONE))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_UNREACHABLE));
    assertThat(sync.run(SyncListener.NONE).deleted()).isEqualTo(1);
    assertEqual();
  }

  @Tag("promise-26")
  @Test
  void aStateThatCannotBeReadAfterALostAnswerEndsTheRunAndLosesNothing() {
    run();
    options = new SyncOptions(1, 100);
    source.keys.remove("key001");
    destination.commitFaults.add(CommitFault.LOSES_THE_REQUEST);
    for (int i = 0; i < 3; i++) {
      destination.loadFaults.add(
          new ConnectorException(ErrorCode.DESTINATION_UNREACHABLE, "Still down."));
    }
    Sync sync = sync();
    assertThatThrownBy(() -> sync.run(SyncListener.NONE))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_UNREACHABLE));
    assertThat(sync.run(SyncListener.NONE).deleted()).isEqualTo(1);
    assertEqual();
  }

  @Tag("promise-26")
  @Test
  void aCommitThatBreaksChangesNothingAndTheNextRunFinishes() {
    destination.commitFaults.add(CommitFault.BREAKS);
    assertThatThrownBy(this::run).isInstanceOf(ConnectorException.class);
    run();
    assertEqual();
  }

  @Tag("guard")
  @Test
  void rowsOfARolledBackCommitAreSeenAsChangedAgain() {
    run();
    source.keys.replaceAll((key, value) -> value + "!");
    destination.commitFaults.add(CommitFault.BREAKS);
    Sync sync = sync();
    assertThatThrownBy(() -> sync.run(SyncListener.NONE)).isInstanceOf(ConnectorException.class);
    sync.run(SyncListener.NONE);
    assertEqual();
  }

  @Tag("promise-31")
  @Test
  void aSecondRunnerMakesTheFirstFailInsteadOfCorrupting() {
    AtomicInteger commits = new AtomicInteger();
    destination.afterCommit =
        () -> {
          if (commits.incrementAndGet() == 1) {
            consents = Set.of(Consent.TAKE_OVER);
            run();
          }
        };
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_CONFLICT));
    assertEqual();
  }

  @Test
  void roomForTheKeysOfTheServerIsMadeOnce() {
    source.vacant.put(new TableId("vacant"), OptionalLong.of(2_000_000));
    long before = directMemory();
    AtomicLong most = new AtomicLong();
    source.beforeEstimate = () -> most.accumulateAndGet(directMemory() - before, Math::max);
    run();
    // The index of two million keys takes 79 MB; whoever makes it asks for the number before.
    assertThat(most).hasValueLessThan(20_000_000);
  }

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Tag("promise-38")
  @Test
  void aTableThatAnotherSourceFilledIsRefusedUnlessAdopted() {
    run();
    source.identity = "memory/1";
    source.keys.remove("key001");
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TABLE_FOREIGN);
              assertThat(e).hasMessageContaining("memory/0").hasMessageContaining("--adopt");
            });
    consents = Set.of(Consent.ADOPT);
    run();
    assertEqual();
  }

  @Tag("promise-38")
  @Test
  void aTableWithRowsButWithoutStateIsRefusedUnlessAdopted() {
    run();
    destination.state = java.util.Optional.empty();
    assertThatThrownBy(this::run).hasMessageContaining("no state");
    consents = Set.of(Consent.ADOPT);
    assertThat(run().unchanged()).isEqualTo(100);
  }

  @Test
  void anUnreadableKeyGoesToTheErrorsTableAndKeepsItsLastGoodRow() {
    run();
    source.keys.put("key001", "unreadable");
    SyncResult result = run();
    assertThat(result.outcome()).isEqualTo(Outcome.ERRORS);
    assertThat(result.errors()).isEqualTo(1);
    assertThat(destination.values(MemorySource.TABLE)).containsEntry("key001", "value1");
    assertThat(destination.values(MemorySource.ERRORS)).containsOnlyKeys("key001");
    assertThat(run().errors()).isEqualTo(1);
    source.keys.put("key001", "value1");
    assertThat(run().outcome()).isEqualTo(Outcome.IN_SYNC);
    assertThat(destination.values(MemorySource.ERRORS)).isEmpty();
    assertEqual();
  }

  private SyncResult stopAfterPages(int wanted) {
    Sync sync = sync();
    AtomicInteger pages = new AtomicInteger();
    CountDownLatch woken = new CountDownLatch(1);
    source.onWakeup = woken::countDown;
    source.beforePage =
        () -> {
          if (pages.incrementAndGet() == wanted) {
            sync.stop();
            await(woken);
          }
        };
    SyncResult result = sync.run(SyncListener.NONE);
    source.beforePage = () -> {};
    return result;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTextThatTheDestinationCannotHoldIsAnErrorAndTheLastGoodRowStays() {
    destination.maxTextBytes = OptionalLong.of(12);
    run();
    source.keys.put("key001", "h\u00e9h\u00e9h\u00e9h\u00e9h");
    source.keys.put("new", "longer than that");
    source.keys.put("key002", "short enough");
    SyncResult result = run();
    assertThat(result.outcome()).isEqualTo(Outcome.ERRORS);
    assertThat(result.errors()).isEqualTo(2);
    assertThat(destination.tables.get(MemorySource.ERRORS)).containsOnlyKeys("key001", "new");
    assertThat(destination.values(MemorySource.TABLE))
        .containsEntry("key001", "value1")
        .containsEntry("key002", "short enough")
        .doesNotContainKey("new");
    assertThat(run().errors()).isEqualTo(2);
    source.keys.put("key001", "short");
    source.keys.put("new", "short too");
    run();
    assertThat(destination.tables.get(MemorySource.ERRORS)).isEmpty();
    assertEqual();
  }

  /**
   * The guard's first look at what would go must keep deletes that belong to keys that are there.
   */
  @Test
  void theGuardLosesNoDeleteOfAKeyThatIsThere() {
    options = new SyncOptions(20, 10);
    run();
    source.keys.put("key001", "unreadable");
    run();
    assertThat(destination.tables.get(MemorySource.ERRORS)).containsOnlyKeys("key001");
    Map<String, String> hidden = new TreeMap<>(source.keys.headMap("key050"));
    source.keys.keySet().removeAll(hidden.keySet());
    hidden.put("key001", "readable");
    source.beforeSweep = () -> source.keys.putAll(hidden);
    run();
    assertEqual();
    assertThat(destination.tables.get(MemorySource.ERRORS)).isEmpty();
  }
}
