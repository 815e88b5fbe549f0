package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a verification and a repair do when something goes wrong in the middle of them. */
class VerificationTest {
  private final Context context = Context.system();
  private final MemorySource source = new MemorySource(context.metrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final List<Difference> found = new ArrayList<>();

  private void sync(int keys) {
    for (int i = 0; i < keys; i++) {
      source.keys.put("key " + i, "value");
    }
    new Sync(source, destination, SyncOptions.DEFAULTS, context, Set.of()).run(SyncListener.NONE);
  }

  private Verification verification() {
    return new Verification(source, destination, SyncOptions.DEFAULTS, context);
  }

  private VerificationResult verify() {
    found.clear();
    return verification().run(OptionalLong.empty(), found::add);
  }

  private RepairResult repair() {
    verify();
    return repairFound();
  }

  private RepairResult repairFound() {
    try (Repair repair = new Repair(source, destination, SyncOptions.DEFAULTS, context)) {
      found.forEach(repair);
      return repair.run();
    }
  }

  private List<String> kinds() {
    return found.stream().map(each -> each.kind() + " " + each.keyText()).toList();
  }

  private Map<String, Row> rows() {
    return destination.tables.get(MemorySource.TABLE);
  }

  @Test
  void aConnectionThatBreaksCostsTimeAndNoDifference() {
    sync(100);
    source.keys.remove("key 5");
    source.failures.add(MemorySource.transientFailure());
    source.failures.add(MemorySource.transientFailure());
    VerificationResult result = verify();
    assertThat(kinds()).containsExactly("EXTRA_ROW key 5");
    assertThat(result.keys()).hasValue(99);
    assertThat(result.rows()).isEqualTo(100);
  }

  @Test
  void aServerThatBecameAnotherProvesNothing() {
    sync(100);
    source.beforeSweep = () -> source.epoch = "run-2";
    assertThatThrownBy(this::verify)
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
  }

  @Test
  void aVerificationThatIsStoppedSaysThatItIsNotFinished() {
    sync(100);
    Verification verification = verification();
    source.beforePage = verification::stop;
    assertThat(verification.run(OptionalLong.empty(), found::add).finished()).isFalse();
  }

  @Test
  void aSyncThatCommitsMeanwhileIsNoticed() {
    sync(100);
    assertThat(verify().tablesChanged()).isFalse();
    boolean[] once = {false};
    source.beforeSweep =
        () -> {
          if (!once[0]) {
            once[0] = true;
            sync(100);
          }
        };
    assertThat(verify().tablesChanged()).isTrue();
  }

  @Test
  void moreRowsThanCanBeLookedAtCloselyAreNamedAndRepairedAllTheSame() {
    sync(12);
    rows().replaceAll((key, row) -> Row.of(key, "by hand", row.value(2)));
    VerificationResult result =
        new Verification(source, destination, SyncOptions.DEFAULTS, context, 10)
            .run(OptionalLong.empty(), found::add);
    assertThat(result.differences())
        .containsOnly(
            Map.entry(DifferenceKind.VALUE_DIFFERS, 10L),
            Map.entry(DifferenceKind.ROW_DIFFERS, 2L));
    assertThat(repairFound().updated()).isEqualTo(12);
    assertThat(verify().isEqual()).isTrue();
  }

  @Test
  void aRepairCommitsAsOftenAsASyncAndGivesThePipelineBack() {
    sync(3_000);
    rows().clear();
    int commits = destination.commits;
    assertThat(repair().inserted()).isEqualTo(3_000);
    assertThat(destination.commits - commits).isGreaterThanOrEqualTo(3);
    sync(3_000);
    assertThat(verify().isEqual()).isTrue();
  }

  @Test
  void aRepairThatACommitFaultInterruptsIsWhole() {
    sync(3_000);
    rows().clear();
    destination.commitFaults.add(MemoryDestination.CommitFault.FAILS_IN_PASSING);
    destination.commitFaults.add(MemoryDestination.CommitFault.LOSES_THE_ANSWER);
    repair();
    assertThat(verify().isEqual()).isTrue();
  }

  @Test
  void aRepairOfAPipelineThatASyncHoldsIsRefused() {
    sync(10);
    rows().clear();
    LeaseHolder other = new LeaseHolder("other", "elsewhere", 1, "", "", "");
    LeaseRule rule = new LeaseRule("memory", other, false, Clock.systemUTC());
    KnownTables tables = new KnownTables(source.tables(), destination);
    Retries retries = new Retries(Backoff.DEFAULT, Duration.ofSeconds(1), new FakeTime());
    new Tenure(rule, destination.stateStore("memory"), tables, Duration.ofMinutes(1), retries)
        .take(state -> {});
    assertThatThrownBy(this::repair)
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PIPELINE_BUSY));
    assertThat(rows()).isEmpty();
  }

  @Test
  void aRepairOfTablesThatNoSyncHasFilledIsRefused() {
    source.keys.put("key", "value");
    assertThatThrownBy(this::repair)
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_FOREIGN));
    assertThat(kinds()).containsExactly("MISSING_ROW key");
    assertThat(destination.tables).isEmpty();
  }

  @Test
  void rowsOfSourcesThatCannotJudgeThemCountAsChangedSinceWhereBothHashesDiffer() {
    sync(10);
    source.keys.put("key 1", "other");
    verify();
    assertThat(kinds()).containsExactly("CHANGED_SINCE key 1");
    assertThat(found.get(0).columns()).containsExactly("value", "_md5");
  }

  @Test
  void aRowWhoseKeyIsNoTextOfOursIsExtraAndBeyondRepair() {
    sync(10);
    String key = "\\x41";
    rows().put(key, Row.of(key, "value", null));
    verify();
    assertThat(kinds()).containsExactly("EXTRA_ROW " + key);
    try (Repair repair = new Repair(source, destination, SyncOptions.DEFAULTS, context)) {
      found.forEach(repair);
      assertThat(repair.run().beyondRepair()).isEqualTo(1);
    }
  }

  @Test
  void aRowOrEntryWhoseKeyIsNoTextOfOursIsLeftAloneByASync() {
    String key = "\\x41";
    sync(10);
    rows().put(key, Row.of(key, "value", null));
    destination.tables.get(MemorySource.ERRORS).put(key, Row.of(key, Instant.EPOCH));
    source.keys.remove("key 1");
    SyncResult result =
        new Sync(source, destination, SyncOptions.DEFAULTS, context, Set.of())
            .run(SyncListener.NONE);
    assertThat(result.unchanged()).isEqualTo(9);
    assertThat(result.deleted()).isEqualTo(1);
    assertThat(rows()).hasSize(10).containsKey(key);
  }

  @Test
  void aConnectionThatBreaksInTheSweepCountsNothingTwice() {
    sync(100);
    for (int i = 0; i < 25; i++) {
      source.keys.remove("key " + i);
    }
    int[] pages = {0};
    source.beforeSweep =
        () -> {
          pages[0]++;
          if (pages[0] == 2 || pages[0] == 7) {
            throw MemorySource.transientFailure();
          }
        };
    assertThat(verify().differences()).containsExactly(Map.entry(DifferenceKind.EXTRA_ROW, 25L));
    pages[0] = 5;
    DryRun run = new DryRun(source, destination, new SyncOptions(1000, 25), context, Set.of());
    DryRunResult result = run.run(change -> {});
    assertThat(result.deleted()).isEqualTo(25);
    assertThat(result.guarded()).isFalse();
  }

  @Test
  void aRepairThatIsStoppedSaysSoAndGivesThePipelineBack() {
    sync(100);
    rows().clear();
    verify();
    try (Repair repair = new Repair(source, destination, SyncOptions.DEFAULTS, context)) {
      found.forEach(repair);
      source.beforeSweep = repair::stop;
      RepairResult result = repair.run();
      assertThat(result.finished()).isFalse();
      assertThat(result.inserted()).isEqualTo(rows().size()).isBetween(1L, 99L);
    }
    source.beforeSweep = () -> {};
    assertThat(repair().finished()).isTrue();
    assertThat(verify().isEqual()).isTrue();
  }

  @Test
  void aSampleOfMoreRowsThanThereAreIsTheWholeTable() {
    sync(100);
    VerificationResult result = verification().run(OptionalLong.of(1_000), found::add);
    assertThat(result.compared()).isEqualTo(100);
    assertThat(result.keys()).hasValue(100);
    assertThat(result.isEqual()).isTrue();
    rows().remove("key 1");
    assertThat(verification().run(OptionalLong.of(0), found::add).isEqual()).isFalse();
    source.estimatesBeyondScope = true;
    assertThat(verification().run(OptionalLong.of(0), found::add).isEqual()).isTrue();
    source.estimatesBeyondScope = false;
    VerificationResult half = verification().run(OptionalLong.of(50), found::add);
    assertThat(half.compared()).isBetween(20L, 80L);
  }

  @Test
  void aRepairThatWouldRemoveTooMuchIsRefusedBeforeItWrites() {
    sync(100);
    for (int i = 0; i < 60; i++) {
      source.keys.remove("key " + i);
    }
    source.keys.put("key 99", "other");
    verify();
    SyncOptions options = new SyncOptions(1000, 59);
    try (Repair repair = new Repair(source, destination, options, context)) {
      found.forEach(repair);
      assertThatThrownBy(repair::run)
          .isInstanceOfSatisfying(
              ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DELETE_GUARD))
          .hasMessageContaining("60 of 100 rows")
          .hasMessageContaining("Nothing was changed.");
    }
    assertThat(rows()).hasSize(100);
    assertThat(destination.values(MemorySource.TABLE)).containsEntry("key 99", "value");
    try (Repair repair = new Repair(source, destination, new SyncOptions(1000, 60), context)) {
      found.forEach(repair);
      assertThat(repair.run()).isEqualTo(new RepairResult(0, 1, 60, 0, 0, 0, true));
    }
    assertThat(verify().isEqual()).isTrue();
  }

  @Test
  void aRepairOfAServerThatBecomesAnotherCommitsNothing() {
    sync(100);
    rows().clear();
    source.beforeSweep = () -> source.epoch = "run-2";
    findThemAllMissing();
    assertThatThrownBy(this::repairFound)
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
    assertThat(rows()).isEmpty();
  }

  private void findThemAllMissing() {
    for (int i = 0; i < 100; i++) {
      found.add(Difference.ofRow(MemorySource.TABLE, "key " + i, DifferenceKind.MISSING_ROW));
    }
  }

  @Test
  void aRepairListsKeysThatCannotBeRead() {
    sync(10);
    source.keys.put("key 1", "unreadable");
    verify();
    assertThat(kinds()).contains("ERROR_ENTRY_DIFFERS key 1");
    assertThat(repairFound().errors()).isEqualTo(1);
    VerificationResult result = verify();
    assertThat(result.unreadable()).isEqualTo(1);
    assertThat(kinds()).isEmpty();
  }

  @Test
  void tablesOfAnotherSourceAreNotVerified() {
    sync(10);
    source.identity = "other/0";
    assertThatThrownBy(this::verify)
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_FOREIGN));
  }

  @Test
  void aTextThatTheDestinationCannotHoldBelongsIntoTheErrorsTable() {
    sync(10);
    destination.maxTextBytes = OptionalLong.of(4);
    verify();
    assertThat(kinds()).contains("ERROR_ENTRY_DIFFERS key 1");
  }
}
