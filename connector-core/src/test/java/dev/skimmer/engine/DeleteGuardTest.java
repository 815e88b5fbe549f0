package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.PassMetrics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bound {@code max_delete_percent}, of which a sweep of a hundred rows may remove ten. */
@Tag("guard")
class DeleteGuardTest {
  private static final int TEN_PERCENT = 10;

  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final AtomicInteger pages = new AtomicInteger();
  private MemoryPass pass;

  @BeforeEach
  void copyAHundredKeys() {
    for (int i = 0; i < 100; i++) {
      source.keys.put("key%03d".formatted(i), "value" + i);
    }
    new MemoryPass(source, destination, 1_000).scanned().close();
    source.beforeSweep = pages::incrementAndGet;
  }

  @AfterEach
  void close() {
    pass.close();
  }

  /** Takes the first keys away before the scan, and returns them. */
  private Map<String, String> hideFirst(int count) {
    Map<String, String> hidden = new TreeMap<>(source.keys.headMap("key%03d".formatted(count)));
    source.keys.keySet().removeAll(hidden.keySet());
    destination.state = Optional.empty();
    pass = new MemoryPass(source, destination, 1_000).scanned();
    return hidden;
  }

  private boolean sweep() {
    boolean finished = pass.sweep().run(TEN_PERCENT, () -> false);
    pass.sweep().commit();
    return finished;
  }

  private void assertGuardStops() {
    assertThatThrownBy(this::sweep)
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DELETE_GUARD))
        .hasMessageContaining("11 of 100 rows of table memory")
        .hasMessageContaining("max_delete_percent=10");
  }

  @Test
  void asManyAsAreAllowedAreRemovedAndAskedAboutOnce() {
    hideFirst(10);
    assertThat(sweep()).isTrue();
    assertThat(destination.values(MemorySource.TABLE)).hasSize(90);
    assertThat(pages).hasValue(1);
  }

  @Test
  void oneMoreRemovesNothing() {
    hideFirst(11);
    assertGuardStops();
    assertThat(destination.values(MemorySource.TABLE)).hasSize(100);
  }

  @Test
  void aRowWhoseKeyAppearsAgainDoesNotCount() {
    Map<String, String> hidden = hideFirst(11);
    source.beforeSweep = () -> source.keys.put("key000", hidden.get("key000"));
    assertThat(sweep()).isTrue();
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys).hasSize(90);
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 12})
  void aRowWhoseKeyIsThereButLeftOutByNowGoesAndDoesNotCount(int count) {
    Map<String, String> hidden = hideFirst(count);
    source.beforeSweep =
        () -> {
          source.keys.put("key000", "left out");
          source.keys.put("key001", hidden.get("key001"));
        };
    assertThat(sweep()).isTrue();
    source.keys.remove("key000");
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys).hasSize(101 - count);
  }

  @Test
  void whatAppearedAgainIsCommittedWhenTheRestIsNotRemoved() {
    hideFirst(12);
    source.beforeSweep = () -> source.keys.put("key000", "changed since");
    assertGuardStops();
    assertThat(destination.values(MemorySource.TABLE))
        .containsEntry("key000", "changed since")
        .hasSize(100);
  }

  @Test
  void aStopWhileItCountsIsAStopAndNoFailure() {
    hideFirst(40);
    assertThat(pass.sweep().run(TEN_PERCENT, () -> pages.get() == 2)).isFalse();
    pass.sweep().commit();
    assertThat(destination.values(MemorySource.TABLE)).hasSize(100);
  }
}
