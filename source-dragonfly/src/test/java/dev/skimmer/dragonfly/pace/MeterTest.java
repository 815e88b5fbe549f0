package dev.skimmer.dragonfly.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeterTest {
  private long now = 5_000_000_000L;
  private final Meter meter = new Meter(1_000, () -> now);

  private void pass(long millis) {
    now += Duration.ofMillis(millis).toNanos();
  }

  private long delayMillis() {
    return Duration.ofNanos(meter.delay()).toMillis();
  }

  @Test
  void whatWasTakenHasToBeWaitedFor() {
    assertThat(meter.delay()).isZero();
    meter.take(300);
    assertThat(delayMillis()).isEqualTo(300);
    meter.take(200);
    assertThat(delayMillis()).isEqualTo(500);
    pass(450);
    assertThat(delayMillis()).isEqualTo(50);
    pass(1_000);
    assertThat(meter.delay()).isZero();
  }

  @Test
  void aPauseGivesCreditForATenthOfASecondAndNoMore() {
    pass(60_000);
    meter.take(100);
    assertThat(meter.delay()).isZero();
    meter.take(100);
    assertThat(delayMillis()).isEqualTo(100);
  }

  @Test
  void withoutLimitNothingHasToBeWaitedFor() {
    meter.take(10_000);
    meter.setRate(Double.POSITIVE_INFINITY);
    assertThat(meter.delay()).as("what was owed is forgotten").isZero();
    meter.take(Long.MAX_VALUE);
    assertThat(meter.delay()).isZero();
    assertThat(meter.portion()).isEqualTo(Long.MAX_VALUE);
    meter.setRate(100);
    meter.take(10);
    assertThat(delayMillis()).isEqualTo(100);
  }

  @Test
  void aPortionIsWhatATenthOfASecondBringsAndOneAtLeast() {
    assertThat(meter.portion()).isEqualTo(100);
    meter.setRate(1);
    assertThat(meter.portion()).isEqualTo(1);
    assertThat(meter.rate()).isEqualTo(1);
  }
}
