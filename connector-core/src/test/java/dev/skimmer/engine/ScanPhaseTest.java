package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.PassMetrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a split is read when its source fails; the source answers in pages of ten keys. */
class ScanPhaseTest {
  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final MemoryPass pass = new MemoryPass(source, destination, 1_000);
  private final AtomicInteger pages = new AtomicInteger();

  @BeforeEach
  void fill() {
    for (int i = 0; i < 50; i++) {
      source.keys.put("key%03d".formatted(i), "value" + i);
    }
  }

  @AfterEach
  void close() {
    pass.close();
  }

  private void onPage(int page, Runnable action) {
    source.beforePage =
        () -> {
          if (pages.incrementAndGet() == page) {
            action.run();
          }
        };
  }

  private void assertFails(ErrorCode code, String words) {
    assertThatThrownBy(pass::scanned)
        .isInstanceOfSatisfying(ConnectorException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(words);
  }

  @Test
  @Tag("guard")
  void aServerThatIsAnotherOneAfterAFailureIsNotReadOn() {
    onPage(
        3,
        () -> {
          source.epoch = "run-2";
          throw MemorySource.transientFailure();
        });
    assertFails(ErrorCode.SOURCE_CHANGED, "run-2");
    assertThat(pages).hasValue(3);
    assertThat(destination.values(MemorySource.TABLE)).isEmpty();
  }

  @Test
  void aServerThatIsTheSameAfterAFailureIsReadFromTheLastCheckpoint() {
    onPage(
        3,
        () -> {
          throw MemorySource.transientFailure();
        });
    pass.scanned();
    assertThat(pages).hasValue(7);
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }

  @Test
  void aBugInTheSourceEndsTheScanByNameAndKeepsWhatWasRead() {
    onPage(
        3,
        () -> {
          throw new IllegalStateException("Nobody thought of this.");
        });
    assertFails(ErrorCode.BUG, "split s0");
    assertThat(destination.values(MemorySource.TABLE)).hasSize(20);
  }

  @Test
  void anErrorOfTheJavaMachineEndsTheScanAsWell() {
    onPage(
        1,
        () -> {
          throw new StackOverflowError("Too deep.");
        });
    assertFails(ErrorCode.BUG, "Too deep");
  }

  @Test
  void timeThatReadingTookIsNotTakenFromItsRetries() {
    source.beforePage =
        () -> {
          if (pages.incrementAndGet() == 4) {
            pass.time.pass(Duration.ofSeconds(1));
            throw MemorySource.transientFailure();
          }
          if (pages.get() < 4) {
            pass.time.pass(Duration.ofMinutes(10));
          }
        };
    pass.scanned();
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }

  @Test
  void aLargeRowIsCommittedBeforeMemoryRunsShort() {
    source.keys.put("key000", "x".repeat(32 << 20));
    pass.scanned();
    assertThat(pass.counts.commits()).isEqualTo(2);
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }
}
