package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunReportTest {
  private final MovableClock clock = new MovableClock();
  private static final SyncState BEGUN =
      new SyncState(
          "me", "*", new Epoch("one"), 1, Instant.EPOCH, Optional.empty(), false, Map.of());

  private final PassMetrics metrics = new PassMetrics();
  private final MemorySource source = new MemorySource(metrics);
  private final KnownTables tables = new KnownTables(source.tables(), new MemoryDestination());

  private RunReport begin() {
    return new RunReport(new Context(clock, metrics), source, tables);
  }

  private static Upsert row(String key) {
    return new Upsert(MemorySource.TABLE, KeyHash.ofUtf8(key), Row.of(key, "v", null), false);
  }

  private static Upsert error(String key) {
    return new Upsert(MemorySource.ERRORS, KeyHash.ofUtf8(key), Row.of(key, null), false);
  }

  private void count(long scanned) {
    metrics.addScanned(scanned);
    metrics.addRechecked(2);
    metrics.addVanished(3);
    metrics.addBytesRead(400);
  }

  @Test
  void progressTellsWhatThisRunHasDone() {
    source.keys.put("a", "value");
    source.keys.put("b", "value");
    count(1_000);
    RunReport report = begin();
    count(5);
    tables.committed(List.of(row("known"), row("gone")), "token");
    KeyHash gone = KeyHash.ofUtf8("gone");
    report
        .counts()
        .committed(
            List.of(
                row("a"),
                row("b"),
                row("c"),
                row("known"),
                new Delete(MemorySource.TABLE, gone, "gone"),
                error("d")));
    assertThat(report.progress())
        .isEqualTo(
            new SyncProgress(SyncPhase.PREPARING, 5, OptionalLong.of(2), 5, 1, 400, List.of()));
  }

  @Test
  void aSourceThatDoesNotTellHowManyKeysItHasGivesNoExpectation() {
    source.vacant.put(new TableId("uncounted"), OptionalLong.empty());
    KnownTables both = new KnownTables(source.tables(), new MemoryDestination());
    assertThat(new RunReport(new Context(clock, metrics), source, both).progress().expected())
        .isEmpty();
  }

  @Test
  void keysThatTheConfigurationLeavesOutAreNotExpected() {
    source.keys.put("a", "value");
    source.estimatesBeyondScope = true;
    assertThat(begin().progress().expected()).isEmpty();
  }

  @Test
  void aResumedRunExpectsNoNumberOfKeys() {
    RunReport report = begin();
    report.begin(1, true);
    assertThat(report.progress().expected()).isPresent();
    report.scanning(List.of(), new PassProgress(BEGUN, List.of()));
    assertThat(report.progress().expected()).isEmpty();
  }

  @Test
  void eachSplitTellsWhatThisRunHasReadOfItAndWhetherItIsFinished() {
    Split first = new Split("first", MemorySource.TABLE);
    Split second = new Split("second", MemorySource.TABLE);
    metrics.addScanned(first, 100);
    RunReport report = begin();
    report.begin(1, false);
    List<Split> plan = List.of(first, second);
    PassProgress progress = new PassProgress(BEGUN, plan);
    report.scanning(plan, progress);
    metrics.addScanned(first, 3);
    progress.advance(Batch.of("first", List.of(), true));
    metrics.addScanned(second, 4);
    report.sweeping();
    assertThat(report.progress().phase()).isEqualTo(SyncPhase.SWEEPING);
    assertThat(report.progress().scanned()).isEqualTo(7);
    assertThat(report.progress().splits())
        .containsExactly(
            new SplitProgress("first", 3, true), new SplitProgress("second", 4, false));
  }

  @Test
  void theResultCountsThisRunAlone() {
    count(1_000);
    RunReport report = begin();
    report.begin(7, true);
    count(5);
    report.counts().committed(List.of(row("a")));
    SyncResult result = report.result(true);
    assertThat(result.outcome()).isEqualTo(Outcome.IN_SYNC);
    assertThat(result.pass()).isEqualTo(7);
    assertThat(result.resumed()).isTrue();
    assertThat(result.scanned()).isEqualTo(5);
    assertThat(result.rechecked()).isEqualTo(2);
    assertThat(result.vanished()).isEqualTo(3);
    assertThat(result.bytesRead()).isEqualTo(400);
    assertThat(result.inserted()).isEqualTo(1);
    assertThat(result.commits()).isEqualTo(1);
    assertThat(result.durationMillis()).isBetween(0L, 60_000L);
    assertThat(report.startedAt()).isEqualTo(clock.instant());
  }

  @Test
  void rowsThatThePassDidNotMeetAreOutOfScopeOnlyWhenItIsFinished() {
    RunReport report = begin();
    tables.committed(List.of(row("a"), row("b")), "token");
    tables.beginPass(Optional.empty());
    assertThat(report.result(true).outOfScope()).isEqualTo(2);
    assertThat(report.result(false).outOfScope()).isZero();
    assertThat(report.result(false).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(report.failed().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failed().outOfScope()).isZero();
  }

  @Test
  void aRunWithErrorsSaysSoWhenItIsFinished() {
    RunReport report = begin();
    report.counts().committed(List.of(error("a")));
    assertThat(report.result(true).outcome()).isEqualTo(Outcome.ERRORS);
    assertThat(report.result(true).errors()).isEqualTo(1);
    assertThat(report.result(false).outcome()).isEqualTo(Outcome.INTERRUPTED);
  }
}
