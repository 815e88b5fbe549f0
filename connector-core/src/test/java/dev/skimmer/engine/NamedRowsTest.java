package dev.skimmer.engine;

import static dev.skimmer.engine.TestTables.ONE;
import static dev.skimmer.engine.TestTables.ONE_ERRORS;
import static dev.skimmer.engine.TestTables.ONE_STREAM;
import static dev.skimmer.engine.TestTables.hash;
import static dev.skimmer.engine.TestTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamedRowsTest {
  private final MemoryDestination destination = new MemoryDestination();
  private final KnownTables tables = new KnownTables(TestTables.ALL, destination);

  @BeforeEach
  void createTables() {
    TestTables.ALL.forEach(destination::apply);
    tables.committed(List.of(row(ONE, "a"), row(ONE, "b"), row(ONE, "c")), "token");
    tables.beginPass(Optional.empty());
  }

  private NamedRows rows(int maxDeletePercent) {
    NamedRows rows =
        new NamedRows(
            Set.of("a"), new Removals(new DeleteGuard(maxDeletePercent)), TestTables.SINCE);
    rows.use(tables.of(ONE));
    return rows;
  }

  private static Delete gone(TableId table, String key) {
    return new Delete(table, hash(key), key);
  }

  @Test
  void aRowThatGoesTakesItsEntriesAlong() {
    List<Operation> operations = List.of(gone(ONE, "a"), gone(ONE_STREAM, "a"));
    assertThat(rows(100).adapt(operations, tables)).isEqualTo(operations);
  }

  @Test
  void aRowThatStaysBecauseTooManyWouldGoKeepsItsEntries() {
    NamedRows rows = rows(34);
    Upsert other = row(ONE, "d");
    assertThat(
            rows.adapt(
                List.of(
                    gone(ONE, "a"),
                    gone(ONE_STREAM, "a"),
                    gone(ONE, "b"),
                    gone(ONE_STREAM, "b"),
                    other),
                tables))
        .containsExactly(gone(ONE, "a"), gone(ONE_STREAM, "a"), other);
  }

  @Test
  void entriesAreRemovedWithoutTheirRowWhereTheyAreReplaced() {
    List<Operation> operations = List.of(gone(ONE_STREAM, "a"), gone(ONE_ERRORS, "a"));
    assertThat(rows(0).adapt(operations, tables)).isEqualTo(operations);
  }

  @Test
  void aKeyThatCameAndWentLeavesNothingToRemove() {
    assertThat(rows(100).adapt(List.of(gone(ONE, "x"), gone(ONE_STREAM, "x")), tables)).isEmpty();
  }

  @Test
  void aKeyThatWasWrittenAMomentAgoMayGoAgain() {
    NamedRows rows = rows(100);
    rows.adapt(List.of(row(ONE, "x")), tables);
    List<Operation> operations = List.of(gone(ONE, "x"), gone(ONE_STREAM, "x"));
    assertThat(rows.adapt(operations, tables)).isEqualTo(operations);
  }

  @Test
  void whatFallsDueByTimeIsForAPass() {
    assertThat(rows(100).lastCompletePass()).contains(TestTables.SINCE);
  }

  @Test
  void onlyTheNamedKeysAreRead() {
    NamedRows rows = rows(100);
    assertThat(rows.isEmpty()).isFalse();
    assertThat(rows.unseen().map(known -> known.keyText())).containsExactly("a");
    assertThat(rows.unseenQuarantined()).isEmpty();
  }
}
