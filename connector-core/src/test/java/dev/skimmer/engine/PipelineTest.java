package dev.skimmer.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.TableRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The way in for programs that embed Skimmer. */
class PipelineTest {
  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final Pipeline pipeline = Pipeline.from(context -> source).to(context -> destination);

  @Test
  void aSyncOpensBothEndsMakesAPassAndTellsTheListenerOfItsEnd() {
    source.keys.put("a", "value");
    List<Long> told = new ArrayList<>();
    SyncListener listener =
        new SyncListener() {
          @Override
          public void onProgress(SyncProgress progress) {
            told.add(progress.changed());
          }

          @Override
          public void onEnd() {
            told.add(-1L);
          }
        };
    SyncResult result = pipeline.listener(listener).sync().run();
    assertThat(result.outcome()).isEqualTo(Outcome.IN_SYNC);
    assertThat(result.inserted()).isEqualTo(1);
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
    assertThat(told).endsWith(1L, -1L).containsOnlyOnce(-1L);
  }

  @Test
  void whatComparesTellsTheListener() {
    pipeline.sync().run();
    List<Object> told = new ArrayList<>();
    SyncListener listener =
        new SyncListener() {
          @Override
          public void onProgress(SyncProgress progress) {
            told.add(progress.phase());
          }

          @Override
          public void onEnd() {
            told.add("end");
          }
        };
    Pipeline listened = pipeline.listener(listener);
    for (Run<?> run :
        List.of(
            listened.dryRun(change -> {}),
            listened.verify(OptionalLong.empty(), difference -> {}),
            listened.repair(OptionalLong.empty(), difference -> {}))) {
      told.clear();
      run.run();
      assertThat(told).startsWith(SyncPhase.COMPARING).endsWith("end");
    }
  }

  @Test
  void aSyncThatIsStoppedBeforeItRunsReadsNothing() {
    source.keys.put("a", "value");
    Run<SyncResult> sync = pipeline.sync();
    sync.stop();
    assertThat(sync.run().outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(destination.values(MemorySource.TABLE)).isEmpty();
  }

  @Test
  void aTableOfSomebodyElseIsTakenOverOnlyWithConsent() {
    source.keys.put("a", "value");
    pipeline.sync().run();
    source.identity = "another";
    assertThatThrownBy(() -> pipeline.sync().run()).hasMessageContaining("--adopt");
    assertThat(pipeline.consent(Consent.ADOPT).sync().run().outcome()).isEqualTo(Outcome.IN_SYNC);
  }

  @Test
  void anOpenSyncIsDueWhereTheSourceCountsAChangeOrNothing() {
    try (OpenSync sync = pipeline.open()) {
      assertThat(sync.isDue()).isTrue();
      sync.run();
      assertThat(sync.isDue()).isTrue();
      source.mark = Optional.of("1");
      assertThat(sync.isDue()).isTrue();
      sync.run();
      assertThat(sync.isDue()).isFalse();
      source.mark = Optional.of("2");
      assertThat(sync.isDue()).isTrue();
    }
  }

  /** What changed in the part that had been read before is in no mark that was taken since. */
  @Test
  void aPassThatGoesOnLeavesTheNextOneDue() {
    for (int i = 0; i < 300; i++) {
      source.keys.put("key" + i, "value");
    }
    source.mark = Optional.of("1");
    Pipeline small = pipeline.options(new SyncOptions(10, 100));
    AtomicInteger pages = new AtomicInteger();
    CompletableFuture<Void> stopped = new CompletableFuture<Void>().orTimeout(30, SECONDS);
    // A reader that is quick may have read everything before the first commit.
    source.beforePage =
        () -> {
          if (pages.incrementAndGet() > 1) {
            stopped.join();
          }
        };
    source.onWakeup = () -> stopped.complete(null);
    try (OpenSync sync = small.open()) {
      destination.afterCommit = sync::stop;
      sync.isDue();
      assertThat(sync.run().outcome()).isEqualTo(Outcome.INTERRUPTED);
    }
    destination.afterCommit = () -> {};
    try (OpenSync sync = small.open()) {
      sync.isDue();
      assertThat(sync.run().resumed()).isTrue();
      assertThat(sync.isDue()).isTrue();
      sync.run();
      assertThat(sync.isDue()).isFalse();
    }
  }

  @Test
  void anOpenSyncThatWasStoppedStaysStopped() {
    source.mark = Optional.of("1");
    source.keys.put("a", "value");
    try (OpenSync sync = pipeline.open()) {
      sync.stop();
      assertThat(sync.isDue()).isTrue();
      assertThat(sync.run().outcome()).isEqualTo(Outcome.INTERRUPTED);
      assertThat(sync.isDue()).isTrue();
    }
    assertThat(destination.values(MemorySource.TABLE)).isEmpty();
  }

  @Test
  void whatASyncWouldDoWhatDiffersAndWhatWasRepairedIsTold() {
    source.keys.putAll(Map.of("a", "1", "b", "1"));
    pipeline.sync().run();
    source.keys.put("a", "2");
    List<String> planned = new ArrayList<>();
    pipeline.dryRun(change -> planned.add(change.keyText())).run();
    assertThat(planned).containsExactly("a");
    List<Difference> found = new ArrayList<>();
    Verdict verdict = pipeline.verify(OptionalLong.empty(), found::add).run();
    assertThat(verdict.isEqual()).isFalse();
    assertThat(found).extracting(Difference::keyText).containsExactly("a");
    Verdict repaired = pipeline.repair(OptionalLong.empty(), difference -> {}).run();
    assertThat(repaired.repaired().orElseThrow().updated()).isEqualTo(1);
    assertThat(repaired.isEqual()).isTrue();
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(source.keys);
  }

  @Test
  void theDestinationTellsOfTablesSyncsAndPipelines() {
    assertThat(pipeline.contents()).isEmpty();
    assertThat(pipeline.status()).isEmpty();
    source.keys.putAll(Map.of("a", "1", "b", "1"));
    pipeline.sync().run();
    assertThat(pipeline.contents())
        .containsExactly(
            new TableContent(MemorySource.TABLE, TableRole.MAIN, OptionalLong.of(2)),
            new TableContent(MemorySource.ERRORS, TableRole.ERRORS, OptionalLong.empty()));
    assertThat(pipeline.status()).extracting(PipelineStatus::pass).containsExactly(1L);
    assertThat(pipeline.history(5, Optional.empty())).hasSize(1);
    assertThat(pipeline.history(5, Optional.of("another"))).isEmpty();
    assertThat(pipeline.reset().run().rows()).isEqualTo(2);
    assertThat(destination.values(MemorySource.TABLE)).isEmpty();
  }

  @Test
  void aReportHoldsTheTablesAndTheNewestSyncsTheOldestFirst() {
    source.keys.putAll(Map.of("a", "1", "b", "1"));
    for (int i = 0; i < 3; i++) {
      pipeline.sync().run();
      source.keys.put("new " + i, "1");
    }
    PipelineReport report = pipeline.report(2);
    assertThat(report.pipeline()).isEqualTo(source.pipeline());
    assertThat(report.status().orElseThrow().pass()).isEqualTo(3);
    assertThat(report.syncs()).extracting(PastSync::pass).containsExactly(2L, 3L);
    assertThat(report.tables())
        .singleElement()
        .satisfies(table -> assertThat(table.table()).isEqualTo(MemorySource.TABLE.name()));
  }

  @Test
  void whatIsDiscoveredOfASampleIsScaledUp() {
    for (int i = 0; i < 40; i++) {
      source.keys.put("user:" + i, "value");
    }
    DiscoveredTable sampled = pipeline.source().discover(10).tables().get(0);
    assertThat(sampled.profile().all().keys()).isEqualTo(10);
    assertThat(sampled.keys()).isEqualTo(40);
    assertThat(sampled.scale()).isEqualTo(4);
    assertThat(sampled.isComplete()).isFalse();
    assertThat(sampled.isLowerBound()).isFalse();
    DiscoveredTable whole = pipeline.source().discover(40).tables().get(0);
    assertThat(whole.isComplete()).isTrue();
    assertThat(whole.scale()).isEqualTo(1);
    source.estimatesBeyondScope = true;
    DiscoveredTable bound = pipeline.source().discover(10).tables().get(0);
    assertThat(bound.keys()).isEqualTo(10);
    assertThat(bound.isLowerBound()).isTrue();
  }

  @Test
  void aKeyspaceWithoutKeysIsDiscoveredToo() {
    DiscoveredTable nothing = pipeline.source().discover(10).tables().get(0);
    assertThat(nothing.keys()).isZero();
    assertThat(nothing.scale()).isEqualTo(1);
    assertThat(nothing.isComplete()).isTrue();
  }

  @Test
  void bothEndsAreCheckedAndTheKeyspaceIsDescribed() {
    source.keys.put("a", "value");
    assertThat(pipeline.check()).isEqualTo(source.check());
    Discovery found = pipeline.source().discover(10);
    assertThat(found.source()).isEqualTo(source.identity());
    assertThat(found.tables()).extracting(DiscoveredTable::table).contains(MemorySource.TABLE);
  }

  @Test
  void aFailureThatDoesNotPassEndsTheCall() {
    ConnectorException away = new ConnectorException(ErrorCode.CONFIG_INVALID, "no");
    Pipeline broken =
        Pipeline.from(
                context -> {
                  throw away;
                })
            .to(context -> destination);
    assertThatThrownBy(() -> broken.sync().run()).isSameAs(away);
    assertThatThrownBy(broken::open).isSameAs(away);
    assertThatThrownBy(broken::check).isSameAs(away);
    assertThat(broken.history(1, Optional.empty())).isEmpty();
  }
}
