package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunReportTest {
  private final MovableClock clock = new MovableClock();
  private final PassMetrics metrics = new PassMetrics();
  private final MemorySource source = new MemorySource(metrics);
  private final KnownTables tables = new KnownTables(source.tables(), new MemoryDestination());
  private final List<SyncProgress> told = new ArrayList<>();

  private RunReport begin() {
    return new RunReport(new Context(clock, metrics), source, tables, told::add);
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
    report.progress();
    assertThat(told).containsExactly(new SyncProgress(5, OptionalLong.of(2), 5, 1, 400));
  }

  @Test
  void aSourceThatDoesNotTellHowManyKeysItHasGivesNoExpectation() {
    source.vacant.put(new TableId("uncounted"), OptionalLong.empty());
    KnownTables both = new KnownTables(source.tables(), new MemoryDestination());
    new RunReport(new Context(clock, metrics), source, both, told::add).progress();
    assertThat(told.get(0).expected()).isEmpty();
  }

  @Test
  void progressIsToldAFewTimesASecondAndNoMore() {
    RunReport report = begin();
    for (int i = 0; i < 100; i++) {
      report.progress();
    }
    assertThat(told).hasSizeLessThan(50).isNotEmpty();
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
