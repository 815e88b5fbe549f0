package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.engine.MemoryDestination.CommitFault;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run that fails, or is stopped in its sweep, leaves behind. */
class FailedRunTest {
  private static final TableId SYNCS = SyncsTable.SCHEMA.id();

  private final Context context = Context.system();
  private final MemorySource source = new MemorySource(context.metrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final FakeTime time = new FakeTime();
  private final AtomicInteger sweptPages = new AtomicInteger();

  @BeforeEach
  void copyAHundredKeys() {
    for (int i = 0; i < 100; i++) {
      source.keys.put("key%03d".formatted(i), "value" + i);
    }
    sync().run(SyncListener.NONE);
    destination.tables.get(SYNCS).clear();
  }

  private Sync sync() {
    return new Sync(
        source,
        destination,
        new SyncOptions(1_000, 100),
        context,
        Set.of(),
        time,
        LocalProcess.newHolder());
  }

  private void assertFails(Sync sync, ErrorCode code) {
    assertThatThrownBy(() -> sync.run(SyncListener.NONE))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private List<Row> syncs() {
    return List.copyOf(destination.tables.get(SYNCS).values());
  }

  private static Object valueOf(Row sync, String column) {
    List<String> names = SyncsTable.SCHEMA.columns().stream().map(c -> c.name()).toList();
    return sync.value(names.indexOf(column));
  }

  private void failSweepOnPage(int page, ErrorCode code) {
    source.keys.headMap("key030").clear();
    source.beforeSweep =
        () -> {
          if (sweptPages.incrementAndGet() == page) {
            throw new ConnectorException(code, "Not today.");
          }
        };
  }

  @Test
  void aFailureLeavesALineThatSaysWhatFailed() {
    source.keys.put("new", "value");
    failSweepOnPage(1, ErrorCode.PERMISSION_DENIED);
    assertFails(sync(), ErrorCode.PERMISSION_DENIED);
    assertThat(syncs()).hasSize(1);
    Row line = syncs().get(0);
    assertThat(valueOf(line, "pipeline")).isEqualTo("memory");
    assertThat(valueOf(line, "pass")).isEqualTo(2L);
    assertThat(valueOf(line, "outcome")).isEqualTo("failed");
    assertThat(valueOf(line, "message")).isEqualTo("Not today.");
    assertThat(valueOf(line, "scanned")).isEqualTo(71L);
    assertThat(valueOf(line, "deleted")).isEqualTo(0L);
  }

  @Test
  @Tag("guard")
  void whatWasNotCommittedBeforeTheFailureIsNotCommittedWithItsLine() {
    failSweepOnPage(3, ErrorCode.PERMISSION_DENIED);
    Sync sync = sync();
    assertFails(sync, ErrorCode.PERMISSION_DENIED);
    assertThat(destination.values(MemorySource.TABLE)).hasSize(100);
    assertThat(sync.run(SyncListener.NONE).deleted()).isEqualTo(30);
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }

  @Test
  void aFailureOfTheDestinationIsNotWrittenToIt() {
    source.keys.put("new", "value");
    destination.commitFaults.add(CommitFault.BREAKS);
    assertFails(sync(), ErrorCode.DESTINATION_FAILED);
    assertThat(syncs()).isEmpty();
  }

  @Test
  void aServerThatRestartsLeavesNoLineButThatOfThePassThatFollows() {
    AtomicInteger checks = new AtomicInteger();
    source.keys.remove("key000");
    source.beforeSweep =
        () -> {
          if (checks.incrementAndGet() == 1) {
            source.epoch = "run-2";
          }
        };
    assertThat(sync().run(SyncListener.NONE).deleted()).isEqualTo(1);
    assertThat(syncs()).hasSize(1);
    assertThat(valueOf(syncs().get(0), "outcome")).isEqualTo("in_sync");
  }

  @Test
  void aPassThatTookLongBeforeTheServerRestartedIsBegunAnewAllTheSame() {
    source.keys.remove("key000");
    source.beforeSweep =
        () -> {
          if (sweptPages.incrementAndGet() < 3) {
            time.pass(Duration.ofHours(1));
            source.epoch = "restart-" + sweptPages;
          }
        };
    assertThat(sync().run(SyncListener.NONE).deleted()).isEqualTo(1);
    assertThat(sweptPages).hasValue(3);
  }

  @Test
  void aStopWhileTheServerRestartsBeginsNoNewPass() {
    Sync sync = sync();
    source.keys.remove("key000");
    source.beforeSweep =
        () -> {
          sweptPages.incrementAndGet();
          source.epoch = "run-2";
          sync.stop();
        };
    assertFails(sync, ErrorCode.SOURCE_CHANGED);
    assertThat(sweptPages).hasValue(1);
  }

  @Test
  @Tag("guard")
  void nothingIsSweptForWhenTheServerRestartedBetweenScanAndSweep() {
    source.keys.remove("key000");
    source.beforeSweep = sweptPages::incrementAndGet;
    AtomicInteger pages = new AtomicInteger();
    source.beforePage =
        () -> {
          if (pages.incrementAndGet() == 11) {
            source.epoch = "run-2";
          }
        };
    assertThat(sync().run(SyncListener.NONE).deleted()).isEqualTo(1);
    assertThat(sweptPages).hasValue(1);
  }

  @Test
  void aStopInTheScanLeavesALineThatCountsAllThatWasReadAndTheNextLineSaysResumed() {
    source.keys.replaceAll((key, value) -> value + "!");
    Sync sync = sync();
    CountDownLatch woken = new CountDownLatch(1);
    AtomicInteger pages = new AtomicInteger();
    source.onWakeup = woken::countDown;
    source.beforePage =
        () -> {
          if (pages.incrementAndGet() == 4) {
            sync.stop();
            awaitQuietly(woken);
          }
        };
    assertThat(sync.run(SyncListener.NONE).updated()).isEqualTo(30);
    Row line = syncs().get(0);
    assertThat(valueOf(line, "updated")).isEqualTo(30L);
    assertThat(valueOf(line, "resumed")).isEqualTo(0L);
    destination.tables.get(SYNCS).clear();
    sync().run(SyncListener.NONE);
    assertThat(valueOf(syncs().get(0), "resumed")).isEqualTo(1L);
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStopInTheSweepKeepsWhatItRemovedAndTheNextRunRemovesTheRest() {
    source.keys.headMap("key030").clear();
    Sync sync = sync();
    source.beforeSweep =
        () -> {
          if (sweptPages.incrementAndGet() == 2) {
            sync.stop();
          }
        };
    SyncResult stopped = sync.run(SyncListener.NONE);
    assertThat(stopped.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(stopped.deleted()).isEqualTo(20);
    assertThat(valueOf(syncs().get(0), "outcome")).isEqualTo("interrupted");
    SyncResult next = sync().run(SyncListener.NONE);
    assertThat(next.deleted()).isEqualTo(10);
    assertThat(next.resumed()).isFalse();
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }

  @Test
  @Tag("guard")
  void afterAFailureTheSameObjectReadsTheDestinationAnew() {
    Sync sync = sync();
    sync.run(SyncListener.NONE);
    failSweepOnPage(1, ErrorCode.PERMISSION_DENIED);
    assertFails(sync, ErrorCode.PERMISSION_DENIED);
    source.keys.putAll(java.util.Map.copyOf(destination.values(MemorySource.TABLE)));
    destination.loads = 0;
    sync.run(SyncListener.NONE);
    assertThat(destination.loads).isEqualTo(1);
  }
}
