package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.PassMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When keys that the source names are read between two passes, which are an hour apart. */
class NamedKeysTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FakeTime time = new FakeTime();
  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final List<Long> openings = new ArrayList<>();
  private final List<RefreshResult> told = new ArrayList<>();
  private final WatchPace pace = new WatchPace(HOUR, time);
  private int busy;
  private OpenSync sync;
  private NamedKeys named;

  @BeforeEach
  void makeAPass() {
    Pipeline pipeline =
        Pipeline.from(context -> source)
            .to(
                context -> {
                  openings.add(time.nanos());
                  if (busy > 0) {
                    busy--;
                    throw new ConnectorException(ErrorCode.PIPELINE_BUSY, "in use");
                  }
                  return destination;
                });
    destination.excludesReaders = true;
    source.keys.put("old", "value");
    sync = pipeline.open();
    sync.run();
    openings.clear();
    named = new NamedKeys(sync, pace, time, told::add);
  }

  @AfterEach
  void close() {
    named.close();
    sync.close();
  }

  private void write(String... keys) {
    for (String key : keys) {
      source.keys.put(key, "value");
      source.name(key);
    }
  }

  private void duringWaits(Runnable... events) {
    time.duringWaits.addAll(List.of(events));
  }

  private Duration between(int first, int second) {
    return Duration.ofNanos(openings.get(second) - openings.get(first));
  }

  private static RefreshResult inserted(int rows) {
    return new RefreshResult(rows, 0, 0, 0, 0);
  }

  @Test
  void keysThatAreNamedMeanwhileAreReadUntilThePassIsDue() {
    long begun = time.nanos();
    duringWaits(() -> write("a"), () -> time.pass(SECOND), () -> write("b"));
    named.awaitTick();
    assertThat(told).containsExactly(inserted(1), inserted(1));
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
    assertThat(Duration.ofNanos(time.nanos() - begun)).isGreaterThan(Duration.ofMinutes(53));
  }

  @Test
  void keysThatAreNamedTogetherAreReadTogetherAndOnce() {
    duringWaits(() -> write("a", "b"), () -> write("c"));
    named.awaitTick();
    assertThat(told).containsExactly(inserted(3));
    write("d");
    named.awaitTick();
    assertThat(told).containsExactly(inserted(3), inserted(1));
    assertThat(source.metrics.rechecked()).isEqualTo(4);
  }

  @Test
  void readingTakesAFifthOfTheTimeAtMost() {
    source.beforeSweep =
        () -> {
          time.pass(SECOND);
          if (told.isEmpty()) {
            write("b");
          }
        };
    write("a");
    named.awaitTick();
    assertThat(told).hasSize(2);
    assertThat(between(0, 1)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
  }

  @Test
  void aDestinationThatWantsToBeLeftAloneIs() {
    destination.minimumCommitInterval = Duration.ofMinutes(10);
    source.beforeSweep =
        () -> {
          if (told.isEmpty()) {
            write("b");
          }
        };
    write("a");
    named.awaitTick();
    assertThat(told).hasSize(2);
    assertThat(between(0, 1)).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
  }

  @Test
  void whereSomebodyElseHasTheTablesTheKeysAreReadHalfASecondLater() {
    busy = 3;
    write("a");
    named.awaitTick();
    assertThat(told).containsExactly(inserted(1));
    assertThat(openings).hasSize(4);
    assertThat(between(0, 1)).isBetween(Duration.ofMillis(500), SECOND);
    assertThat(between(2, 3)).isBetween(Duration.ofMillis(500), SECOND);
  }

  @Test
  void moreThanTenThousandKeysAreLeftToThePass() {
    busy = 1;
    write(texts(0, 6_000));
    duringWaits(() -> time.pass(SECOND), () -> write(texts(6_000, 12_000)));
    named.awaitTick();
    assertThat(told).containsExactly(inserted(10_000));
  }

  private static String[] texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "key " + i).toArray(String[]::new);
  }

  @Test
  void keysThatWereNamedBeforeAPassAreLeftToIt() {
    write("a");
    named.forget();
    named.awaitTick();
    assertThat(openings).isEmpty();
    busy = 1;
    duringWaits(() -> write("b"), () -> time.pass(SECOND), () -> time.pass(HOUR.multipliedBy(2)));
    named.awaitTick();
    assertThat(openings).as("tried once, and the pass is due").hasSize(1);
    named.forget();
    named.awaitTick();
    assertThat(told).isEmpty();
  }

  @Test
  void whatAServerThatIsNotReadyLeavesUnreadIsForThePass() {
    for (ErrorCode code : List.of(ErrorCode.SOURCE_NOT_READY, ErrorCode.SOURCE_CHANGED)) {
      source.failures.add(new ConnectorException(code, "not now"));
      write("left by " + code);
      named.awaitTick();
    }
    assertThat(told).isEmpty();
    write("a");
    named.awaitTick();
    assertThat(told).containsExactly(inserted(1));
    assertThat(destination.values(MemorySource.TABLE)).containsOnlyKeys("old", "a");
  }

  @Test
  void otherFailuresEndTheWaiting() {
    source.failures.add(MemorySource.transientFailure());
    write("a");
    assertThatThrownBy(named::awaitTick).hasMessage("The connection was reset.");
  }

  @Test
  void nothingIsReadOnceItIsClosed() {
    named.close();
    write("a");
    named.awaitTick();
    assertThat(openings).isEmpty();
  }
}
