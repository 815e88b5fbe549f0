package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
  private final AtomicLong now = new AtomicLong();
  private final CommitPace pace = new CommitPace(1000, Duration.ZERO, now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void waitsForTheIntervalThatTheDestinationAsksForUnlessMemoryRunsShort() {
    CommitPace patient = new CommitPace(1000, Duration.ofSeconds(60), now::get);
    patient.added(1);
    pass(Duration.ofSeconds(59));
    assertThat(patient.isDue(5000)).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(patient.isDue(5000)).isTrue();
    patient.commit(() -> pass(Duration.ofSeconds(5)));
    patient.added(1);
    pass(Duration.ofSeconds(59));
    assertThat(patient.isDue(5000)).isFalse();
    patient.added(32L << 20);
    assertThat(patient.isDue(1)).isTrue();
  }

  private void commitTaking(Duration time) {
    pace.commit(() -> pass(time));
  }

  @Test
  void aThousandRecordsMakeACommitDue() {
    pace.added(1);
    assertThat(pace.isDue(999)).isFalse();
    assertThat(pace.isDue(1000)).isTrue();
  }

  @Test
  void commitsTakeATwentiethOfTheTimeAtMost() {
    commitTaking(Duration.ofMillis(10));
    pass(Duration.ofMillis(199));
    assertThat(pace.isDue(5000)).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(pace.isDue(5000)).isTrue();
  }

  @Test
  void aSlowCommitPutsTheNextOffForThreeSecondsAtMost() {
    commitTaking(Duration.ofSeconds(20));
    pass(Duration.ofSeconds(3));
    assertThat(pace.isDue(1000)).isTrue();
  }

  @Test
  void muchMemoryMakesACommitDueAtOnce() {
    commitTaking(Duration.ofSeconds(1));
    pace.added(31L << 20);
    assertThat(pace.isDue(1)).isFalse();
    pace.added(1L << 20);
    assertThat(pace.isDue(1)).isTrue();
    commitTaking(Duration.ZERO);
    assertThat(pace.isDue(1)).isFalse();
  }

  @Test
  void aMovedCursorIsCommittedAfterTenSecondsWithoutChanges() {
    pass(Duration.ofSeconds(11));
    assertThat(pace.isDue(0)).isFalse();
    pace.added(0);
    assertThat(pace.isDue(0)).isTrue();
    commitTaking(Duration.ZERO);
    pace.added(0);
    pass(Duration.ofSeconds(9));
    assertThat(pace.isDue(0)).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(pace.isDue(0)).isTrue();
  }
}
