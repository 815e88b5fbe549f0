package dev.skimmer.dragonfly.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GovernorTest {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration TARGET = Duration.ofMillis(10);
  private static final Duration QUICK = Duration.ofMillis(9);
  private static final Duration SLOW = Duration.ofMillis(11);

  private final Pace pace = new Pace(0, 0, Duration.ZERO, () -> 0);
  private final Governor governor = new Governor(pace, TARGET);

  /** Lets some intervals pass, each with 10,000 commands a second. */
  private void pass(int intervals, Duration wait) {
    for (int i = 0; i < intervals; i++) {
      pace.answered(1_000, 0);
      governor.waited(wait.toNanos(), INTERVAL);
    }
  }

  @Test
  void aQuickServerIsReadWithoutLimit() {
    pass(100, QUICK);
    assertThat(pace.allowed()).isInfinite();
    assertThat(pace.portion()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void oneOrTwoLateAnswersMeanNothing() {
    for (int i = 0; i < 10; i++) {
      pass(2, SLOW);
      pass(1, QUICK);
    }
    assertThat(pace.allowed()).isInfinite();
  }

  @Test
  void aSlowServerGetsHalfTheWorkAndHalfOfThatAgain() {
    pass(3, SLOW);
    assertThat(pace.allowed()).isEqualTo(5_000);
    assertThat(pace.portion()).as("what a tenth of a second brings").isEqualTo(500);
    pass(2, SLOW);
    assertThat(pace.allowed()).as("what it changed has to show first").isGreaterThan(5_000);
    pass(1, SLOW);
    assertThat(pace.allowed()).isBetween(2_500.0, 3_100.0);
  }

  @Test
  void aServerThatStaysSlowIsReadAllTheSame() {
    pass(300, SLOW);
    assertThat(pace.allowed()).isBetween(500.0, 600.0);
  }

  @Test
  void aServerThatIsQuickAgainIsReadWithoutLimitAgain() {
    pass(3, SLOW);
    pass(5, QUICK);
    assertThat(pace.allowed()).isBetween(7_500.0, 8_500.0);
    pass(20, QUICK);
    assertThat(pace.allowed()).isInfinite();
  }

  @Test
  void bytesAreWorkAsCommandsAre() {
    for (int i = 0; i < 3; i++) {
      pace.answered(10, 990 << 10);
      governor.waited(SLOW.toNanos(), INTERVAL);
    }
    assertThat(pace.allowed()).isEqualTo(5_000);
  }
}
