package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusReportTest {
  @Test
  void whatTookAShortTimeIsToldWithATenthOfASecond() {
    assertThat(StatusReport.took(Duration.ofMillis(840))).isEqualTo("0.8 s");
    assertThat(StatusReport.took(Duration.ofMillis(12_840))).isEqualTo("12 s");
    assertThat(StatusReport.took(Duration.ofSeconds(3_700))).isEqualTo("1 h 1 min");
  }
}
