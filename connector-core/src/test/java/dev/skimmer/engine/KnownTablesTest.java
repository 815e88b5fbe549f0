package dev.skimmer.engine;

import static dev.skimmer.engine.TestTables.ONE;
import static dev.skimmer.engine.TestTables.ONE_ERRORS;
import static dev.skimmer.engine.TestTables.ONE_STREAM;
import static dev.skimmer.engine.TestTables.TWO;
import static dev.skimmer.engine.TestTables.TWO_ERRORS;
import static dev.skimmer.engine.TestTables.entry;
import static dev.skimmer.engine.TestTables.error;
import static dev.skimmer.engine.TestTables.hash;
import static dev.skimmer.engine.TestTables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.Delete;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.TableId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KnownTablesTest {
  private final MemoryDestination destination = new MemoryDestination();
  private final KnownTables tables = new KnownTables(TestTables.ALL, destination);

  private void commit(Operation... operations) {
    tables.committed(List.of(operations), "token");
  }

  private void bringUpTo(String token) {
    tables.bringUpTo(() -> Optional.of(token), table -> 0, () -> {});
  }

  private static Delete delete(TableId table, String key) {
    return new Delete(table, hash(key), key);
  }

  @Test
  void aCommitTellsTheTableWhoseRowsItHolds() {
    commit(row(ONE, "a"), row(ONE, "b"), row(TWO, "c"));
    assertThat(tables.of(ONE).isKnown(hash("a"))).isTrue();
    assertThat(tables.of(ONE).isKnown(hash("c"))).isFalse();
    assertThat(tables.of(TWO).isKnown(hash("c"))).isTrue();
    assertThat(tables.rows()).isEqualTo(3);
    commit(delete(ONE, "a"), delete(TWO, "b"));
    assertThat(tables.of(ONE).isKnown(hash("a"))).isFalse();
    assertThat(tables.of(ONE).isKnown(hash("b"))).isTrue();
    assertThat(tables.rows()).isEqualTo(2);
  }

  @Test
  void aCommitTellsTheErrorsTableWhoseEntriesItHolds() {
    commit(error(ONE_ERRORS, "a"), error(TWO_ERRORS, "b"));
    assertThat(tables.of(ONE).quarantinedSince(hash("a"))).contains(TestTables.SINCE);
    assertThat(tables.of(ONE).quarantinedSince(hash("b"))).isEmpty();
    assertThat(tables.of(TWO).quarantinedSince(hash("b"))).contains(TestTables.SINCE);
    commit(delete(ONE_ERRORS, "a"));
    assertThat(tables.of(ONE).quarantinedSince(hash("a"))).isEmpty();
    assertThat(tables.of(TWO).quarantinedSince(hash("b"))).isPresent();
    assertThat(tables.rows()).isZero();
  }

  @Test
  void entriesOfAStreamAreNoRowsOfKeys() {
    commit(row(ONE, "a"), entry("a"), entry("b"));
    commit(delete(ONE_STREAM, "a"));
    assertThat(tables.of(ONE).isKnown(hash("a"))).isTrue();
    assertThat(tables.rows()).isEqualTo(1);
  }

  @Test
  void everyTableHasOneRole() {
    for (TableId table : List.of(ONE, ONE_STREAM, ONE_ERRORS, TWO, TWO_ERRORS)) {
      assertThat(tables.isMain(table)).isEqualTo(table.equals(ONE) || table.equals(TWO));
      assertThat(tables.isSeries(table)).isEqualTo(table.equals(ONE_STREAM));
      assertThat(tables.isErrors(table)).isEqualTo(table.name().endsWith("_errors"));
    }
    assertThat(tables.isErrors(SyncsTable.SCHEMA.id())).isFalse();
  }

  @Test
  void aTableBelongsToTheMainTableWithTheLongestNameThatItsOwnBeginsWith() {
    assertThat(tables.mainOf(ONE_STREAM)).isEqualTo(ONE);
    assertThat(tables.mainOf(TWO)).isEqualTo(TWO);
    TableId db0 = new TableId("copy");
    TableId db1 = new TableId("copy_1");
    assertThat(MainTables.mainOf(new TableId("copy_1_stream"), List.of(db1, db0))).isEqualTo(db1);
    assertThat(MainTables.mainOf(new TableId("copy_1_stream"), List.of(db0, db1))).isEqualTo(db1);
    assertThatThrownBy(() -> tables.mainOf(SyncsTable.SCHEMA.id()))
        .hasMessageContaining("_skimmer_syncs");
    assertThatThrownBy(() -> tables.of(ONE_STREAM)).hasMessageContaining("one_stream");
  }

  @Test
  void aSourceWithoutAnErrorsTableIsRefused() {
    assertThatThrownBy(() -> new KnownTables(List.of(TestTables.main(ONE)), destination))
        .hasMessageContaining("one");
  }

  @Test
  @Tag("guard")
  void aSeriesTableBeganEmptyWhereAFirstPassFoundNothingInIt() {
    TestTables.ALL.forEach(destination::apply);
    tables.beginPass(Optional.empty());
    assertThat(tables.of(ONE).beganEmpty(ONE_STREAM)).isTrue();
    assertThat(tables.of(ONE).beganEmpty(ONE_ERRORS)).isFalse();
    assertThat(tables.of(TWO).beganEmpty(ONE_STREAM)).isFalse();
    destination.tables.get(ONE_STREAM).put("orphan", entry("orphan").row());
    tables.beginPass(Optional.empty());
    assertThat(tables.of(ONE).beganEmpty(ONE_STREAM)).isFalse();
  }

  @Test
  void aSeriesTableIsNotLookedIntoOnceThereAreRowsOfKeys() {
    TestTables.ALL.forEach(destination::apply);
    commit(row(ONE, "a"));
    destination.beforePreparing = method -> assertThat(method).isNotEqualTo("isEmpty");
    tables.beginPass(Optional.empty());
    assertThat(tables.of(ONE).beganEmpty(ONE_STREAM)).isFalse();
  }

  @Test
  void figuresAreSumsOverAllTables() {
    commit(row(ONE, "a"), row(ONE, "b"), row(TWO, "c"), row(TWO, "d"));
    tables.beginPass(Optional.of(TestTables.SINCE));
    assertThat(tables.unseenRows()).isEqualTo(4);
    for (String key : List.of("b", "c")) {
      tables.of(ONE).observe(hash(key), TestTables.PRINT, KnownRows.NO_EXPIRY, 0);
      tables.of(TWO).observe(hash(key), TestTables.PRINT, KnownRows.NO_EXPIRY, 0);
    }
    assertThat(tables.unchanged()).isEqualTo(2);
    assertThat(tables.unseenRows()).isEqualTo(2);
    assertThat(tables.of(TWO).lastCompletePass()).contains(TestTables.SINCE);
    tables.beginPass(Optional.empty());
    assertThat(tables.unchanged()).isZero();
    assertThat(tables.unseenRows()).isEqualTo(4);
    assertThat(tables.of(TWO).lastCompletePass()).isEmpty();
  }

  @Test
  @Tag("guard")
  void aCacheIsReadAnewExactlyWhenItsTokenIsNotTheStoredOne() {
    bringUpTo("first");
    assertThat(destination.loads).isEqualTo(2);
    bringUpTo("first");
    assertThat(destination.loads).isEqualTo(2);
    bringUpTo("second");
    assertThat(destination.loads).isEqualTo(4);
    tables.committed(List.of(), "third");
    bringUpTo("third");
    assertThat(destination.loads).isEqualTo(4);
    tables.distrust();
    bringUpTo("third");
    assertThat(destination.loads).isEqualTo(6);
  }

  @Test
  @Tag("guard")
  void aCommitWithoutRowsIsFollowedOnlyFromTheCommitThatTheCacheReflects() {
    bringUpTo("first");
    tables.carryOver(Optional.of("another"), "second");
    bringUpTo("first");
    assertThat(destination.loads).isEqualTo(2);
    tables.carryOver(Optional.of("first"), "second");
    bringUpTo("second");
    assertThat(destination.loads).isEqualTo(2);
    tables.distrust();
    tables.carryOver(Optional.empty(), "third");
    bringUpTo("third");
    assertThat(destination.loads).isEqualTo(4);
  }

  @Test
  @Tag("guard")
  void whatWasReadWhileTheDestinationFailedIsReadAgain() {
    destination.apply(TestTables.main(ONE));
    destination.tables.get(ONE).put("a", row(ONE, "a").row());
    bringUpTo("first");
    destination.beforeRow =
        () -> {
          throw MemorySource.transientFailure();
        };
    assertThatThrownBy(() -> bringUpTo("second")).hasMessageContaining("reset");
    destination.beforeRow = () -> {};
    destination.loads = 0;
    bringUpTo("first");
    assertThat(destination.loads).isEqualTo(2);
  }
}
