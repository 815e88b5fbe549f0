package dev.skimmer.jdbc.destination;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DriverDefaultsTest {
  /** 400,000 known rows took 89 MB at once without it, and 1 MB with it. */
  @Test
  void theDriverOfMySqlReadsKnownRowsPageByPage() {
    assertThat(DriverDefaults.of("jdbc:mysql://localhost/shop"))
        .containsEntry("useCursorFetch", "true");
    assertThat(DriverDefaults.of("jdbc:mariadb://localhost/shop"))
        .doesNotContainKey("useCursorFetch");
  }

  @Test
  void anH2FileIsWrittenAtEachCommitUnlessTheUrlSaysOtherwise() {
    assertThat(DriverDefaults.of("jdbc:h2:./shop")).containsEntry("WRITE_DELAY", "0");
    assertThat(DriverDefaults.of("jdbc:h2:file:/data/shop;MODE=Regular"))
        .containsEntry("WRITE_DELAY", "0");
    assertThat(DriverDefaults.of("jdbc:h2:./shop;write_delay=500")).isEmpty();
    assertThat(DriverDefaults.of("jdbc:h2:tcp://localhost/shop")).isEmpty();
    assertThat(DriverDefaults.of("jdbc:h2:mem:shop")).isEmpty();
  }
}
