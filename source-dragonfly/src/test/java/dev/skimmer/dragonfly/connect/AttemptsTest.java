package dev.skimmer.dragonfly.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private static final Duration BUDGET = Duration.ofSeconds(1);

  private final AtomicInteger attempts = new AtomicInteger();

  private int failing() {
    attempts.incrementAndGet();
    throw new ConnectorException(ErrorCode.SOURCE_UNREACHABLE, "away");
  }

  @Test
  void whatMayPassIsTriedThreeTimesHoweverAttemptsAreNested() {
    assertThatThrownBy(() -> Attempts.run(BUDGET, () -> Attempts.untilReady(BUDGET, this::failing)))
        .hasMessage("away");
    assertThat(attempts).hasValue(3);
    assertThatThrownBy(() -> Attempts.run(BUDGET, this::failing)).hasMessage("away");
    assertThat(attempts).hasValue(6);
  }
}
