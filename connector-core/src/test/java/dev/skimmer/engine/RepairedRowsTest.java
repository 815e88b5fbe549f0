package dev.skimmer.engine;

import static dev.skimmer.engine.TestTables.ONE;
import static dev.skimmer.engine.TestTables.ONE_ERRORS;
import static dev.skimmer.engine.TestTables.ONE_STREAM;
import static dev.skimmer.engine.TestTables.PRINT;
import static dev.skimmer.engine.TestTables.SINCE;
import static dev.skimmer.engine.TestTables.entry;
import static dev.skimmer.engine.TestTables.error;
import static dev.skimmer.engine.TestTables.hash;
import static dev.skimmer.engine.TestTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Sighting;
import dev.skimmer.spi.Upsert;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepairedRowsTest {
  private final MemoryDestination destination = new MemoryDestination();
  private final KnownTables tables = new KnownTables(TestTables.ALL, destination);
  private final RepairedRows rows = new RepairedRows();

  @BeforeEach
  void createTables() {
    TestTables.ALL.forEach(destination::apply);
    rows.use(tables.of(ONE));
    commit(stream("s"), row(ONE, "a"), error(ONE_ERRORS, "e"));
    tables.beginPass(Optional.of(SINCE));
  }

  @AfterEach
  void removeTheFile() {
    rows.close();
  }

  private void commit(Upsert... upserts) {
    for (Upsert upsert : upserts) {
      destination.tables.get(upsert.table()).put((String) upsert.row().value(0), upsert.row());
    }
    tables.committed(List.<Operation>of(upserts), "token");
  }

  private static Upsert stream(String key) {
    return new Upsert(ONE, hash(key), Row.of(key, "stream", null, PRINT, "7-0"), true);
  }

  private boolean add(String key, DifferenceKind kind) {
    return rows.add(Difference.ofRow(ONE, key, kind), false);
  }

  private boolean addOfStream(String key, DifferenceKind kind) {
    return rows.add(Difference.ofRow(ONE_STREAM, key, kind), true);
  }

  private static <T> List<T> listOf(Stream<T> stream) {
    try (stream) {
      return stream.toList();
    }
  }

  @Test
  void eachKeyIsReadOnceHoweverMuchOfItDiffers() {
    assertThat(rows.isEmpty()).isTrue();
    assertThat(add("a", DifferenceKind.VALUE_DIFFERS)).isTrue();
    assertThat(add("a", DifferenceKind.EXPIRY_DIFFERS)).isTrue();
    assertThat(addOfStream("s", DifferenceKind.MISSING_ROW)).isTrue();
    assertThat(rows.isEmpty()).isFalse();
    assertThat(listOf(rows.unseen().map(KnownRow::keyText))).containsExactly("a", "s");
    assertThat(listOf(rows.unseen())).as("as often as wanted").hasSize(2);
  }

  @Test
  void aTextThatStandsForNoKeyIsRefused() {
    assertThat(add("\\x41", DifferenceKind.EXTRA_ROW)).isFalse();
    assertThat(rows.isEmpty()).isTrue();
    assertThat(rows.extraRows()).isZero();
  }

  @Test
  void onlyRowsWithoutAKeyInTheMainTableCountAsExtra() {
    add("x", DifferenceKind.EXTRA_ROW);
    add("a", DifferenceKind.DUPLICATE_ROW);
    add("b", DifferenceKind.MISSING_ROW);
    addOfStream("s", DifferenceKind.EXTRA_ROW);
    assertThat(rows.extraRows()).isEqualTo(1);
  }

  @Test
  void whatIsUnchangedIsWrittenAllTheSame() {
    assertThat(rows.observe(hash("a"), PRINT, KnownRows.NO_EXPIRY, 0)).isEqualTo(Sighting.CHANGED);
    assertThat(rows.observe(hash("a"), PRINT, KnownRows.NO_EXPIRY, 0)).isEqualTo(Sighting.REPEATED);
    assertThat(rows.observe(hash("n"), new Fingerprint(3, 4), KnownRows.NO_EXPIRY, 0))
        .isEqualTo(Sighting.NEW);
  }

  @Test
  void theRestIsAsTheTableKnowsIt() {
    assertThat(rows.kindOf(hash("s"))).contains("stream");
    assertThat(rows.lastCompletePass()).contains(SINCE);
    assertThat(rows.quarantinedSince(hash("e"))).contains(SINCE);
    assertThat(rows.isSeen(hash("a"))).isFalse();
    assertThat(rows.observeUnreadable(hash("a"))).isTrue();
    assertThat(rows.observeUnreadable(hash("a"))).isFalse();
    assertThat(rows.isSeen(hash("a"))).isTrue();
    assertThat(listOf(rows.unseenQuarantined())).containsExactly("e");
  }

  @Test
  void aStreamWhoseEntriesDifferIsCopiedFromItsBeginningUnlessItHasMovedOn() {
    assertThat(rows.positionOf(hash("s"))).contains("7-0");
    addOfStream("s", DifferenceKind.MISSING_ROW);
    assertThat(rows.positionOf(hash("s"))).isEmpty();
    add("s", DifferenceKind.CHANGED_SINCE);
    assertThat(rows.positionOf(hash("s"))).contains("7-0");
  }

  @Test
  void entriesOfAStreamThatIsCopiedAnewGoOverThoseThatAreThere() {
    Operation removal = new Delete(ONE_STREAM, hash("s"), "s");
    List<Operation> operations = List.of(removal, entry("s"), stream("s"));
    assertThat(rows.adapt(operations, tables))
        .as("the stream is right: what makes place for others stays")
        .containsExactly(removal, known(entry("s")), stream("s"));
    addOfStream("s", DifferenceKind.VALUE_DIFFERS);
    assertThat(rows.adapt(operations, tables)).containsExactly(known(entry("s")), stream("s"));
  }

  @Test
  void entriesOfAKeyThatIsNoStreamAnyMoreGo() {
    addOfStream("s", DifferenceKind.VALUE_DIFFERS);
    Operation removal = new Delete(ONE_STREAM, hash("s"), "s");
    Operation gone = new Delete(ONE, hash("s"), "s");
    assertThat(rows.adapt(List.of(removal, gone), tables)).containsExactly(removal, gone);
    assertThat(rows.adapt(List.of(removal, row(ONE, "s")), tables))
        .containsExactly(removal, row(ONE, "s"));
  }

  private static Upsert known(Upsert upsert) {
    return new Upsert(upsert.table(), upsert.key(), upsert.row(), true);
  }

  @Test
  void rowsThatShouldHaveGoneAndAreStillThereAreCounted() {
    assertThat(rows.left(destination)).isZero();
    add("a", DifferenceKind.DUPLICATE_ROW);
    add("x", DifferenceKind.EXTRA_ROW);
    add("b", DifferenceKind.MISSING_ROW);
    assertThat(rows.left(destination)).as("each key has one row, x none").isZero();
    destination.tables.get(ONE).put("a twice", row(ONE, "a").row());
    destination.tables.get(ONE).put("x", row(ONE, "x").row());
    destination.tables.get(ONE).put("b twice", row(ONE, "b").row());
    assertThat(rows.left(destination)).isEqualTo(2);
  }
}
