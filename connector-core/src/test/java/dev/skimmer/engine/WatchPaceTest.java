package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits that are long where nothing should cut them short, so that a test that waits fails. */
@Timeout(30)
class WatchPaceTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final WatchPace pace = new WatchPace(LONG);

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  private static boolean isOver(long end) {
    return System.nanoTime() - end >= 0;
  }

  @Test
  void theNextPassIsDueAfterAboutTheInterval() {
    long left = pace.nextTick() - System.nanoTime();
    assertThat(Duration.ofNanos(left)).isBetween(Duration.ofMinutes(53), Duration.ofMinutes(67));
  }

  @Test
  void aStopOrAReloadEndsEveryWait() {
    pace.reload();
    assertThat(pace.goesOn()).isFalse();
    pace.await(LONG);
    assertThat(pace.awaitNamed(in(LONG), in(LONG))).isFalse();
    assertThat(pace.takeReload()).isTrue();
    assertThat(pace.takeReload()).isFalse();
    assertThat(pace.goesOn()).isTrue();
    pace.stop();
    pace.await(LONG);
    assertThat(pace.isStopped()).isTrue();
    assertThat(pace.awaitGathered(in(LONG), LONG)).isFalse();
  }

  @Test
  void keysThatWereNamedEndTheWaitOnceAndNotBeforeTheyMay() {
    long due = in(SHORT);
    assertThat(pace.awaitNamed(due, in(Duration.ZERO))).as("nothing was named").isFalse();
    assertThat(isOver(due)).isTrue();
    pace.keysNamed();
    long notBefore = in(SHORT);
    assertThat(pace.awaitNamed(in(LONG), notBefore)).isTrue();
    assertThat(isOver(notBefore)).isTrue();
    long gathered = in(SHORT);
    assertThat(pace.awaitGathered(in(LONG), SHORT)).isTrue();
    assertThat(isOver(gathered)).isTrue();
    assertThat(pace.awaitNamed(in(SHORT), in(Duration.ZERO))).as("taken").isFalse();
  }

  @Test
  void aPassThatIsDueComesBeforeKeysThatWereNamed() {
    pace.keysNamed();
    assertThat(pace.awaitNamed(in(SHORT), in(LONG))).isFalse();
    assertThat(pace.awaitGathered(in(SHORT), LONG)).isFalse();
  }

  @Test
  void waitsAfterFailuresGrowUpToAMinuteAndBeginAnewAfterASuccess() {
    assertThat(pace.nextBackoff()).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.nextBackoff()).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 20; i++) {
      pace.nextBackoff();
    }
    assertThat(pace.nextBackoff()).isEqualTo(Duration.ofMinutes(1));
    pace.succeeded();
    assertThat(pace.nextBackoff()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anInterruptStops() {
    Thread.currentThread().interrupt();
    pace.await(LONG);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(pace.isStopped()).isTrue();
  }
}
