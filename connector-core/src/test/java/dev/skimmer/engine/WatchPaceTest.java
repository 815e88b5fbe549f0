package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How long each wait lasts, by a clock that only waits move, and what cuts it short. */
class WatchPaceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FakeTime time = new FakeTime();
  private final WatchPace pace = new WatchPace(HOUR, time);

  private long in(Duration wait) {
    return time.nanos() + wait.toNanos();
  }

  @Test
  void passesAreDueAfterTheIntervalGiveOrTakeATenth() {
    List<Duration> ticks =
        Stream.generate(() -> Duration.ofNanos(pace.nextTick() - time.nanos())).limit(300).toList();
    assertThat(ticks)
        .allSatisfy(
            tick -> assertThat(tick).isBetween(Duration.ofMinutes(54), Duration.ofMinutes(66)))
        .anySatisfy(tick -> assertThat(tick).isLessThan(Duration.ofMinutes(57)))
        .anySatisfy(tick -> assertThat(tick).isGreaterThan(Duration.ofMinutes(63)));
  }

  @Test
  void aReloadEndsEveryWaitUntilItIsTaken() {
    pace.reload();
    assertThat(pace.goesOn()).isFalse();
    pace.await(HOUR);
    assertThat(pace.awaitNamed(in(HOUR), in(HOUR))).isFalse();
    assertThat(pace.awaitGathered(in(HOUR), HOUR)).isFalse();
    assertThat(time.waits).isEmpty();
    assertThat(pace.takeReload()).isTrue();
    assertThat(pace.takeReload()).isFalse();
    assertThat(pace.goesOn()).isTrue();
    assertThat(pace.isStopped()).isFalse();
  }

  @Test
  void aStopEndsEveryWaitForGood() {
    pace.keysNamed();
    pace.stop();
    assertThat(pace.isStopped()).isTrue();
    assertThat(pace.goesOn()).isFalse();
    pace.await(HOUR);
    assertThat(pace.awaitNamed(in(HOUR), in(HOUR))).isFalse();
    assertThat(pace.awaitGathered(in(HOUR), HOUR)).isFalse();
    assertThat(time.waits).isEmpty();
  }

  @Test
  void aWaitThatIsCutShortForNoReasonGoesOnToItsEnd() {
    time.duringWaits.add(() -> time.pass(MINUTE));
    long due = in(HOUR);
    assertThat(pace.awaitNamed(due, in(Duration.ZERO))).as("nothing was named").isFalse();
    assertThat(time.waits).containsExactly(HOUR, HOUR.minus(MINUTE));
    assertThat(time.nanos()).isEqualTo(due);
  }

  @Test
  void keysThatAreNamedEndTheWait() {
    time.duringWaits.add(pace::keysNamed);
    assertThat(pace.awaitNamed(in(HOUR), in(Duration.ZERO))).isTrue();
    assertThat(time.waits).containsExactly(HOUR);
  }

  @Test
  void keysThatAreNamedTooSoonAreReadWhenTheyMayBe() {
    pace.keysNamed();
    long notBefore = in(MINUTE);
    assertThat(pace.awaitNamed(in(HOUR), notBefore)).isTrue();
    assertThat(time.nanos()).isEqualTo(notBefore);
  }

  @Test
  void moreKeysAreGatheredForAMomentAndCountOnce() {
    pace.keysNamed();
    time.duringWaits.add(pace::keysNamed);
    long gathered = in(SECOND);
    assertThat(pace.awaitGathered(in(HOUR), SECOND)).isTrue();
    assertThat(time.nanos()).isEqualTo(gathered);
    assertThat(pace.awaitNamed(in(MINUTE), in(Duration.ZERO))).isFalse();
  }

  @Test
  void aPassThatIsDueComesBeforeKeysThatWereNamed() {
    pace.keysNamed();
    long due = in(SECOND);
    assertThat(pace.awaitNamed(due, in(HOUR))).isFalse();
    assertThat(time.nanos()).isEqualTo(due);
    long next = in(SECOND);
    assertThat(pace.awaitGathered(next, HOUR)).isFalse();
    assertThat(time.nanos()).isEqualTo(next);
  }

  @Test
  void waitsAfterFailuresGrowUpToAMinuteAndBeginAnewAfterASuccess() {
    assertThat(Stream.generate(pace::nextBackoff).map(Duration::toSeconds).limit(8))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    for (int i = 0; i < 100; i++) {
      pace.nextBackoff();
    }
    assertThat(pace.nextBackoff()).isEqualTo(MINUTE);
    pace.succeeded();
    assertThat(pace.nextBackoff()).isEqualTo(SECOND);
  }

  @Test
  void anInterruptStops() {
    Thread.currentThread().interrupt();
    pace.await(HOUR);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(pace.isStopped()).isTrue();
  }

  static List<Consumer<WatchPace>> events() {
    return List.of(WatchPace::stop, WatchPace::reload, WatchPace::keysNamed);
  }

  /** With the time of the machine: who waits is woken, and does not wait for an hour. */
  @ParameterizedTest
  @MethodSource("events")
  @Timeout(30)
  void anotherThreadWakesTheOneThatWaits(Consumer<WatchPace> event) throws InterruptedException {
    WatchPace waited = new WatchPace(HOUR, Time.SYSTEM);
    long due = waited.nextTick();
    Thread waiting = new Thread(() -> waited.awaitNamed(due, System.nanoTime()));
    waiting.setDaemon(true);
    waiting.start();
    while (waiting.isAlive() && waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    event.accept(waited);
    waiting.join();
  }
}
