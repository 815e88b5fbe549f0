package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.engine.MemoryDestination.CommitFault;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.PassMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the sweep asks, removes and commits; the source answers in pages of ten keys. */
class SweepPhaseTest {
  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final AtomicInteger pages = new AtomicInteger();
  private MemoryPass pass;

  @BeforeEach
  void copyAHundredKeys() {
    for (int i = 0; i < 100; i++) {
      source.keys.put("key%03d".formatted(i), "value" + i);
    }
    source.beforeSweep = pages::incrementAndGet;
    pass = new MemoryPass(source, destination, 1_000).scanned();
  }

  @AfterEach
  void close() {
    pass.close();
  }

  private void loseFirst(int count) {
    Set.copyOf(source.keys.keySet()).stream().sorted().limit(count).forEach(source.keys::remove);
  }

  private void nextPass(int checkpointRecords) {
    pass.close();
    destination.state = Optional.empty();
    pass = new MemoryPass(source, destination, checkpointRecords).scanned();
  }

  private boolean sweep() {
    return pass.sweep().run(100, () -> false);
  }

  private int rows() {
    return destination.tables.get(MemorySource.TABLE).size();
  }

  private static void assertFails(Runnable action, ErrorCode code) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aTableWhoseKeysWereAllSeenIsNotAskedAbout() {
    assertThat(sweep()).isTrue();
    assertThat(pages).hasValue(0);
  }

  @Test
  void whatIsGoneIsRemovedByTheCommit() {
    loseFirst(30);
    nextPass(1_000);
    SweepPhase phase = pass.sweep();
    assertThat(phase.run(100, () -> false)).isTrue();
    assertThat(pages).hasValue(3);
    assertThat(rows()).isEqualTo(100);
    phase.commit();
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }

  @Test
  void aSweepThatIsStoppedRemovesNoMoreThanItHasAskedAbout() {
    loseFirst(30);
    nextPass(1_000);
    SweepPhase phase = pass.sweep();
    assertThat(phase.run(100, () -> pages.get() == 2)).isFalse();
    phase.commit();
    assertThat(rows()).isEqualTo(80);
  }

  @Test
  void anEntryOfTheErrorsTableGoesWithItsKeyWhenNothingElseIsGone() {
    source.keys.put("broken", "unreadable");
    nextPass(1_000);
    assertThat(destination.tables.get(MemorySource.ERRORS)).containsOnlyKeys("broken");
    source.keys.remove("broken");
    nextPass(1_000);
    sweep();
    pass.sweep().commit();
    assertThat(destination.tables.get(MemorySource.ERRORS)).isEmpty();
    assertThat(rows()).isEqualTo(100);
  }

  @Test
  void manyRemovalsAreCommittedOnTheWay() {
    loseFirst(50);
    nextPass(20);
    sweep();
    assertThat(rows()).isEqualTo(60);
    pass.sweep().commit();
    assertThat(rows()).isEqualTo(50);
  }

  @Test
  void aLargeRowThatAppearsAgainIsCommittedBeforeMemoryRunsShort() {
    String large = "x".repeat(32 << 20);
    source.keys.remove("key001");
    source.beforeSweep = () -> source.keys.put("key001", large);
    nextPass(1_000);
    sweep();
    assertThat(destination.values(MemorySource.TABLE)).containsEntry("key001", large);
  }

  @Test
  @Tag("promise-18")
  void aServerThatCannotSayForAMomentWhoItIsIsAskedAgain() {
    loseFirst(30);
    nextPass(1_000);
    AtomicInteger questions = new AtomicInteger();
    source.beforeEpoch =
        () -> {
          if (questions.incrementAndGet() < 3) {
            throw new ConnectorException(ErrorCode.SOURCE_NOT_READY, "Busy.");
          }
        };
    assertThat(sweep()).isTrue();
    pass.sweep().commit();
    assertThat(questions).hasValue(3);
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }

  @Test
  @Tag("guard")
  void noCommitOfTheSweepFollowsAnotherRunOfTheServer() {
    loseFirst(60);
    nextPass(20);
    source.beforeSweep =
        () -> {
          if (pages.incrementAndGet() == 3) {
            source.epoch = "run-2";
          }
        };
    assertFails(this::sweep, ErrorCode.SOURCE_CHANGED);
    assertThat(rows()).isEqualTo(80);
    assertFails(pass.sweep()::commit, ErrorCode.SOURCE_CHANGED);
    assertThat(rows()).isEqualTo(80);
    assertThat(pass.time.sleeps).isEmpty();
  }

  @Test
  void aSweepThatBreaksInPassingGoesOnWithWhatIsLeft() {
    loseFirst(60);
    nextPass(1_000);
    source.beforeSweep =
        () -> {
          if (pages.incrementAndGet() % 2 == 0) {
            throw MemorySource.transientFailure();
          }
        };
    assertThat(sweep()).isTrue();
    pass.sweep().commit();
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
    assertThat(pass.time.sleeps).hasSize(5);
  }

  @Test
  void threeFailuresInARowEndTheSweepAndKeepWhatItRemoved() {
    loseFirst(60);
    nextPass(1_000);
    source.beforeSweep =
        () -> {
          if (pages.incrementAndGet() > 1) {
            throw MemorySource.transientFailure();
          }
        };
    assertFails(this::sweep, ErrorCode.SOURCE_UNREACHABLE);
    assertThat(pages).hasValue(4);
    assertThat(rows()).isEqualTo(90);
  }

  @Test
  void timeThatTheSweepSpentWellIsNotTakenFromItsRetries() {
    loseFirst(30);
    nextPass(1_000);
    source.beforeSweep =
        () -> {
          if (pages.incrementAndGet() == 3) {
            throw MemorySource.transientFailure();
          }
        };
    pass.sweep()
        .run(
            100,
            () -> {
              pass.time.pass(Duration.ofMinutes(10));
              return false;
            });
    pass.sweep().commit();
    assertThat(rows()).isEqualTo(70);
  }

  @Test
  void aDestinationThatStaysDownIsNotSweptForAgain() {
    loseFirst(40);
    nextPass(20);
    for (int i = 0; i < 3; i++) {
      destination.commitFaults.add(CommitFault.FAILS_IN_PASSING);
    }
    assertFails(this::sweep, ErrorCode.DESTINATION_UNREACHABLE);
    assertThat(pass.time.sleeps).hasSize(2);
    assertThat(pages).hasValue(2);
    assertThat(rows()).isEqualTo(100);
  }
}
