package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DryRunTest {
  private final Context context = Context.system();
  private final MemorySource source = new MemorySource(context.metrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final List<PlannedChange> changes = new ArrayList<>();

  private void sync() {
    new Sync(source, destination, SyncOptions.DEFAULTS, context, Set.of()).run(SyncListener.NONE);
  }

  private DryRun dryRun(Consent... consents) {
    return new DryRun(source, destination, SyncOptions.DEFAULTS, context, Set.of(consents));
  }

  private DryRunResult run() {
    return dryRun().run(changes::add);
  }

  private List<String> planned() {
    return changes.stream().map(each -> each.kind() + " " + each.keyText()).toList();
  }

  @Test
  void whatASyncWouldDoIsToldAndNothingIsWritten() {
    source.keys.putAll(Map.of("same", "1", "changed", "1", "gone", "1", "odd", "1"));
    sync();
    source.keys.putAll(Map.of("changed", "2", "odd", "unreadable", "new", "1"));
    source.keys.remove("gone");
    Map<String, String> before = destination.values(MemorySource.TABLE);
    int commits = destination.commits;
    DryRunResult result = run();
    assertThat(planned())
        .containsExactlyInAnyOrder("UPDATE changed", "DELETE gone", "INSERT new", "ERROR odd");
    assertThat(changes)
        .filteredOn(each -> each.kind() == PlannedChange.Kind.ERROR)
        .extracting(PlannedChange::table)
        .containsExactly(MemorySource.ERRORS);
    assertThat(result).isEqualTo(new DryRunResult(1, 1, 1, 1, 1, 0, 0, false, true));
    assertThat(destination.values(MemorySource.TABLE)).isEqualTo(before);
    assertThat(destination.commits).isEqualTo(commits);
  }

  /** A time series is read from then on, as a sync would read it. */
  @Test
  void theSourceLearnsWhenTheLastPassWas() {
    source.keys.put("a", "1");
    run();
    assertThat(source.lastCompletePass).isEmpty();
    sync();
    run();
    assertThat(source.lastCompletePass).isPresent();
  }

  @Test
  void aDestinationThatIsNotThereYetWouldTakeEverything() {
    source.keys.put("a", "1");
    DryRun run = new DryRun(source, new NoDestination(), SyncOptions.DEFAULTS, context, Set.of());
    assertThat(run.run(changes::add).inserted()).isEqualTo(1);
    assertThat(planned()).containsExactly("INSERT a");
  }

  @Test
  void anEntryOfTheErrorsTableThatWouldGoIsNoRow() {
    source.keys.putAll(Map.of("odd", "unreadable", "even", "1"));
    sync();
    source.keys.put("odd", "1");
    DryRunResult result = run();
    assertThat(planned()).containsExactly("INSERT odd");
    assertThat(result.deleted()).isZero();
    assertThat(result.guarded()).isFalse();
  }

  @Test
  void moreDeletesThanAreAllowedAreNamed() {
    for (int i = 0; i < 100; i++) {
      source.keys.put("key " + i, "1");
    }
    sync();
    for (int i = 0; i < 50; i++) {
      source.keys.remove("key " + i);
    }
    assertThat(guardedAt(49)).isTrue();
    assertThat(guardedAt(50)).isFalse();
  }

  private boolean guardedAt(int percent) {
    SyncOptions options = new SyncOptions(1000, percent);
    DryRunResult result =
        new DryRun(source, destination, options, context, Set.of()).run(change -> {});
    assertThat(result.deleted()).isEqualTo(50);
    return result.guarded();
  }

  @Test
  void rowsThatWouldBeAddedCountWithThoseOfWhichSomeMayGo() {
    source.keys.putAll(Map.of("a", "1", "b", "1", "c", "1"));
    sync();
    source.keys.keySet().removeAll(Set.of("a", "b"));
    source.keys.put("d", "1");
    SyncOptions half = new SyncOptions(1000, 50);
    DryRun run = new DryRun(source, destination, half, context, Set.of());
    assertThat(run.run(changes::add).guarded()).as("two of four").isFalse();
  }

  @Test
  void aRowWhoseKeyIsLeftOutByNowGoesWhateverTheGuardAllows() {
    source.keys.putAll(Map.of("a", "1", "b", "1"));
    sync();
    source.keys.put("a", "left out");
    DryRun run = new DryRun(source, destination, new SyncOptions(1000, 0), context, Set.of());
    assertThat(run.run(changes::add)).isEqualTo(new DryRunResult(0, 0, 1, 1, 0, 0, 0, false, true));
    assertThat(planned()).containsExactly("DELETE a");
  }

  private void narrow() {
    source.keys.putAll(Map.of("keep 1", "1", "keep 2", "1", "other 1", "1", "other 2", "1"));
    sync();
    source.keys.remove("keep 1");
    source.inScope = key -> key.startsWith("keep");
  }

  @Test
  void rowsOutsideTheScopeWouldStay() {
    narrow();
    assertThat(run()).isEqualTo(new DryRunResult(0, 0, 1, 1, 0, 0, 2, false, true));
    assertThat(planned()).containsExactly("DELETE keep 1");
  }

  @Test
  void rowsOutsideTheScopeWouldGoWhereTheUserAgrees() {
    narrow();
    DryRunResult result = dryRun(Consent.PRUNE).run(changes::add);
    assertThat(result).isEqualTo(new DryRunResult(0, 0, 3, 1, 0, 0, 0, false, true));
    assertThat(planned())
        .containsExactlyInAnyOrder("DELETE keep 1", "PRUNE other 1", "PRUNE other 2");
    assertThat(changes).extracting(PlannedChange::table).containsOnly(MemorySource.TABLE);
  }

  @Test
  void rowsOutsideTheScopeCountForTheGuardOnlyWhereTheyWouldGo() {
    narrow();
    SyncOptions half = new SyncOptions(1000, 50);
    Set<Consent> prune = Set.of(Consent.PRUNE);
    DryRun pruning = new DryRun(source, destination, half, context, prune);
    assertThat(pruning.run(change -> {}).guarded()).as("three of four").isTrue();
    DryRun keeping = new DryRun(source, destination, half, context, Set.of());
    assertThat(keeping.run(change -> {}).guarded()).as("one of four").isFalse();
  }

  @Test
  void aDatabaseWithoutKeysAndTablesIsNotAskedAbout() {
    TableId empty = new TableId("empty");
    source.vacant.put(empty, OptionalLong.of(0));
    source.keys.put("a", "1");
    AtomicInteger pages = new AtomicInteger();
    source.beforePage = pages::incrementAndGet;
    assertThat(run().inserted()).isEqualTo(1);
    assertThat(pages).as("one with the key, and one after it").hasValue(2);
  }

  @Test
  void aDryRunThatIsStoppedSaysThatItIsNotFinished() {
    source.keys.put("a", "1");
    DryRun run = dryRun();
    source.beforePage = run::stop;
    assertThat(run.run(changes::add).finished()).isFalse();
  }

  /** Most rows are unseen then, and nobody knows why. */
  @Test
  void aDryRunThatIsStoppedCallsNoRowThatItHasNotMetOutOfScope() {
    for (int i = 0; i < 20; i++) {
      source.keys.put("key %02d".formatted(i), "1");
    }
    sync();
    DryRun run =
        new DryRun(source, destination, new SyncOptions(1000, 10), context, Set.of(Consent.PRUNE));
    source.beforePage = run::stop;
    source.beforeSweep =
        () -> {
          throw new AssertionError("The sweep was begun");
        };
    assertThat(run.run(changes::add))
        .returns(0L, DryRunResult::deleted)
        .returns(0L, DryRunResult::outOfScope)
        .returns(false, DryRunResult::guarded)
        .returns(false, DryRunResult::finished);
    assertThat(changes).isEmpty();
  }

  @Test
  void whatASyncWouldRefuseIsRefusedUnlessTheUserAgrees() {
    source.keys.put("a", "1");
    sync();
    source.identity = "other/0";
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_FOREIGN));
    assertThat(dryRun(Consent.ADOPT).run(changes::add).unchanged()).isEqualTo(1);
  }

  @Test
  void rowsThatNoSyncHasWrittenAreRefused() {
    source.keys.put("a", "1");
    sync();
    destination.state = Optional.empty();
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_FOREIGN));
  }

  @Test
  void aTextThatTheDestinationCannotHoldWouldBeAnError() {
    source.keys.put("long", "123456789");
    sync();
    source.keys.put("long", "1234567890123");
    destination.maxTextBytes = OptionalLong.of(10);
    assertThat(run().errors()).isEqualTo(1);
    assertThat(planned()).contains("ERROR long");
  }
}
