package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.PassMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Passes that follow one another. */
class WatchTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final FakeTime time = new FakeTime();
  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final AtomicReference<Watch> watch = new AtomicReference<>();
  private final List<String> told = new ArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();

  private final Pipeline pipeline =
      Pipeline.from(
              context -> {
                opened.incrementAndGet();
                return source;
              })
          .to(context -> destination);

  /** Tells of so many passes and failures, and does something after each of them. */
  private void run(Pipeline first, int events, Runnable afterEach) {
    WatchListener listener =
        new WatchListener() {
          @Override
          public void onPass(SyncResult result) {
            tell("%s %d".formatted(result.outcome(), result.inserted()));
          }

          @Override
          public void onRefresh(RefreshResult result) {
            tell("refreshed %d %d".formatted(result.inserted(), result.deleted()));
          }

          @Override
          public void onFailure(ConnectorException failure) {
            tell(failure.code().name());
          }

          private void tell(String event) {
            told.add(event);
            afterEach.run();
            if (told.size() == events) {
              watch.get().stop();
            }
          }
        };
    watch.set(new Watch(first, HOUR, listener, time));
    watch.get().run();
  }

  @Test
  void eachPassWritesWhatIsNewOverConnectionsThatStayOpen() {
    source.keys.put("a", "value");
    run(pipeline, 3, () -> source.keys.put("key " + told.size(), "value"));
    assertThat(told).containsExactly("IN_SYNC 1", "IN_SYNC 1", "IN_SYNC 1");
    assertThat(opened).hasValue(1);
  }

  @Test
  void keysThatTheSourceNamesAreReadBetweenThePasses() {
    source.keys.put("a", "value");
    run(
        pipeline,
        3,
        () -> {
          if (told.size() == 1) {
            source.keys.put("b", "value");
            source.name("b");
          } else {
            source.keys.remove("a");
            source.name("a");
          }
        });
    assertThat(told).containsExactly("IN_SYNC 1", "refreshed 1 0", "refreshed 0 1");
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }

  @Test
  void namedKeysAreReadLaterWhereSomebodyElseHasTheTablesForAMoment() {
    AtomicInteger openings = new AtomicInteger();
    Pipeline shared =
        Pipeline.from(context -> source)
            .to(
                context -> {
                  if (openings.incrementAndGet() == 2) {
                    throw new ConnectorException(ErrorCode.PIPELINE_BUSY, "in use");
                  }
                  return destination;
                });
    destination.excludesReaders = true;
    run(
        shared,
        2,
        () -> {
          source.keys.put("a", "value");
          source.name("a");
        });
    assertThat(told).containsExactly("IN_SYNC 0", "refreshed 1 0");
    assertThat(openings).hasValue(3);
  }

  @Test
  void aServerThatChangesWhileNamedKeysAreReadIsForAPass() {
    source.keys.put("a", "value");
    AtomicInteger sweeps = new AtomicInteger();
    run(
        pipeline,
        2,
        () -> {
          source.beforeSweep = () -> source.epoch = "other-" + sweeps.incrementAndGet();
          source.name("a");
        });
    assertThat(told).containsExactly("IN_SYNC 1", "IN_SYNC 0");
    assertThat(sweeps).hasPositiveValue();
  }

  @Test
  void keysThatAreNamedDuringAPassAreReadAfterIt() {
    source.keys.put("a", "value");
    source.beforeEstimate =
        () -> {
          source.beforeEstimate = () -> {};
          source.name("a");
        };
    run(pipeline, 3, () -> {});
    assertThat(told).containsExactly("IN_SYNC 1", "refreshed 0 0", "IN_SYNC 0");
  }

  /** The pass is due before the destination wants to see another commit of named keys. */
  @Test
  void keysThatAPassHasReadAreNotReadAgain() {
    destination.minimumCommitInterval = Duration.ofMinutes(90);
    run(
        pipeline,
        4,
        () -> {
          if (told.size() < 3) {
            source.keys.put("key " + told.size(), "value");
            source.name("key " + told.size());
          }
        });
    assertThat(told).containsExactly("IN_SYNC 0", "refreshed 1 0", "IN_SYNC 1", "IN_SYNC 0");
  }

  @Test
  void whatWasConsentedToIsForTheFirstPassAlone() {
    source.keys.put("a", "value");
    pipeline.sync().run();
    source.identity = "another";
    assertThatThrownBy(
            () ->
                run(
                    pipeline.consent(Consent.ADOPT),
                    5,
                    () -> {
                      source.identity = "a third";
                      watch.get().reload(() -> pipeline.consent(Consent.ADOPT));
                    }))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("--adopt");
    assertThat(told).containsExactly("IN_SYNC 0", "TABLE_FOREIGN");
  }

  @Test
  void aReloadOpensTheOtherPipelineAndABadOneChangesNothing() {
    MemorySource other = new MemorySource(new PassMetrics());
    other.keys.put("b", "value");
    Pipeline next = Pipeline.from(context -> other).to(context -> destination);
    source.keys.put("a", "value");
    run(
        pipeline,
        3,
        () -> {
          if (told.size() == 1) {
            watch
                .get()
                .reload(
                    () -> {
                      throw new ConnectorException(ErrorCode.CONFIG_INVALID, "no");
                    });
          } else {
            watch.get().reload(() -> next);
          }
        });
    assertThat(told).containsExactly("IN_SYNC 1", "IN_SYNC 0", "IN_SYNC 1");
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(other.keys);
  }

  private Pipeline failing(ErrorCode code, Set<Integer> openings) {
    return Pipeline.from(
            context -> {
              if (openings.contains(opened.incrementAndGet())) {
                throw new ConnectorException(code, "away");
              }
              return source;
            })
        .to(context -> destination);
  }

  @Test
  void aConnectionThatIsLostIsOpenedAgainAfterWaitsThatBeginAnewWithEachPass() {
    Pipeline flaky = failing(ErrorCode.SOURCE_UNREACHABLE, Set.of(1, 2, 4));
    run(
        flaky,
        5,
        () -> {
          if (told.size() == 3) {
            watch.get().reload(() -> flaky);
          }
        });
    String away = "SOURCE_UNREACHABLE";
    assertThat(told).containsExactly(away, away, "IN_SYNC 0", away, "IN_SYNC 0");
    assertThat(time.waits)
        .extracting(wait -> Math.round(wait.toMillis() / 1000.0))
        .containsExactly(1L, 2L, 1L);
  }

  @Test
  void anotherProgramThatHasTheTablesIsWaitedForOnlyOnceAPassHasShownThatTheyAreOurs() {
    Pipeline shared = failing(ErrorCode.PIPELINE_BUSY, Set.of(2));
    run(shared, 3, () -> watch.get().reload(() -> shared));
    assertThat(told).containsExactly("IN_SYNC 0", "PIPELINE_BUSY", "IN_SYNC 0");
    told.clear();
    opened.set(1);
    assertThatThrownBy(() -> run(shared, 3, () -> {}))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PIPELINE_BUSY));
    assertThat(told).containsExactly("PIPELINE_BUSY");
  }

  @Test
  void whatDoesNotPassByItselfEndsTheWatch() {
    Pipeline broken = failing(ErrorCode.SOURCE_PROTOCOL, Set.of(1));
    assertThatThrownBy(() -> run(broken, 2, () -> {})).hasMessage("away");
    assertThat(told).containsExactly("SOURCE_PROTOCOL");
  }

  @Test
  void aStopEndsThePassInProgress() {
    for (int i = 0; i < 100; i++) {
      source.keys.put("key " + i, "value");
    }
    source.beforePage = () -> watch.get().stop();
    run(pipeline, 2, () -> {});
    assertThat(told).singleElement().asString().startsWith("INTERRUPTED");
  }
}
