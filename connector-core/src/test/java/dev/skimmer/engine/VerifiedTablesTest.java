package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Coherence;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Sighting;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifiedTablesTest {
  private static final TableId MAIN = new TableId("t");
  private static final TableId STREAM = new TableId("t_stream");
  private static final TableId ERRORS = new TableId("t_errors");
  private static final Column KEY = new Column("key", ColumnType.TEXT, ColumnRole.KEY);
  private static final TableSchema MAIN_SCHEMA =
      new TableSchema(
          MAIN,
          TableRole.MAIN,
          List.of(
              KEY,
              new Column("data_type", ColumnType.TEXT, ColumnRole.KIND),
              Column.of("value", ColumnType.TEXT),
              new Column("expires_at", ColumnType.TIMESTAMP, ColumnRole.EXPIRY),
              new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT)));
  private static final List<TableSchema> SCHEMAS =
      List.of(
          MAIN_SCHEMA,
          new TableSchema(
              STREAM,
              TableRole.SERIES,
              List.of(
                  KEY,
                  new Column("id", ColumnType.TEXT, ColumnRole.SUBKEY),
                  Column.of("value", ColumnType.TEXT))),
          new TableSchema(
              ERRORS,
              TableRole.ERRORS,
              List.of(KEY, Column.of("first_seen", ColumnType.TIMESTAMP))));
  private static final Fingerprint PRINT = new Fingerprint(1, 2);
  private static final Fingerprint OTHER = new Fingerprint(3, 4);
  private static final Instant EXPIRY = Instant.parse("2030-01-01T00:00:00Z");

  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final List<Difference> found = new ArrayList<>();
  private Predicate<KeyHash> sample = key -> true;
  private int mostSuspects = 100;
  private VerifiedTables tables;

  @BeforeEach
  void createTables() {
    source.declared = SCHEMAS;
    SCHEMAS.forEach(destination::apply);
  }

  private static Row row(String key, String value, Instant expiry, Fingerprint print) {
    return Row.of(key, "string", value, expiry, print);
  }

  private void hold(Row row) {
    hold((String) row.value(0), row);
  }

  private void hold(String id, Row row) {
    destination.tables.get(MAIN).put(id, row);
  }

  private void holdEntry(String key, String id, String value) {
    destination.tables.get(STREAM).put(key + id, Row.of(key, id, value));
  }

  private VerifiedRows load() {
    KnownTables known = new KnownTables(SCHEMAS, destination);
    tables = new VerifiedTables(source, destination, known, mostSuspects, found::add);
    tables.load(MAIN_SCHEMA, sample);
    return tables.rows().get(MAIN);
  }

  private void compare(Row row) {
    compare(new Upsert(MAIN, hash((String) row.value(0)), row, true));
  }

  private void compareEntry(String key, String id, String value) {
    compare(new Upsert(STREAM, hash(key), Row.of(key, id, value), true));
  }

  private void compare(Operation operation) {
    tables.compare(List.of(operation));
  }

  private static KeyHash hash(String key) {
    return KeyHash.ofUtf8(key);
  }

  private List<String> differences() {
    return found.stream()
        .map(each -> each.kind() + " " + each.keyText() + each.subkeyText() + each.columns())
        .toList();
  }

  @Test
  void rowsThatAreEqualAreNoDifference() {
    hold(row("a", "v", EXPIRY, PRINT));
    hold(row("b", "v", null, PRINT));
    VerifiedRows rows = load();
    compare(row("a", "v", EXPIRY, PRINT));
    compare(row("b", "v", null, PRINT));
    compare(row("n", "half of it", null, null));
    tables.resolveSuspects();
    tables.findOrphans();
    assertThat(differences()).as("a row without a fingerprint is to come once more").isEmpty();
    assertThat(rows.rows()).isEqualTo(2);
    assertThat(tables.sum(VerifiedRows::taken)).isEqualTo(2);
  }

  /** What is said of one row that the source has as "v" with a fingerprint and without expiry. */
  private List<String> saidOf(Row held, Coherence coherence) {
    hold(held);
    source.coherence = coherence;
    load();
    compare(row("a", "v", null, PRINT));
    tables.resolveSuspects();
    return differences();
  }

  @Test
  void aKeyWithoutARowIsMissing() {
    load();
    compare(row("a", "v", null, PRINT));
    assertThat(differences()).containsExactly("MISSING_ROW a[]");
  }

  @Test
  void anExpiryAloneThatDiffersIsNamed() {
    assertThat(saidOf(row("a", "v", EXPIRY, PRINT), Coherence.COHERENT))
        .containsExactly("EXPIRY_DIFFERS a[expires_at]");
  }

  @Test
  void aValueThatIsNotThatOfItsFingerprintWasAltered() {
    assertThat(saidOf(row("a", "w", null, PRINT), Coherence.INCOHERENT))
        .containsExactly("VALUE_DIFFERS a[value]");
  }

  @Test
  void aValueThatDiffersWhereNobodyCanJudgeItWasAltered() {
    assertThat(saidOf(row("a", "w", null, PRINT), Coherence.UNKNOWN))
        .containsExactly("VALUE_DIFFERS a[value]");
  }

  @Test
  void theSameValueWrittenInAnotherWayIsNoDifference() {
    assertThat(saidOf(row("a", "w", null, PRINT), Coherence.COHERENT)).isEmpty();
  }

  @Test
  void theExpiryOfAValueWrittenInAnotherWayIsCompared() {
    assertThat(saidOf(row("a", "w", EXPIRY, PRINT), Coherence.COHERENT))
        .containsExactly("EXPIRY_DIFFERS a[value, expires_at]");
  }

  @Test
  void aFingerprintAloneThatDiffersIsNamed() {
    assertThat(saidOf(row("a", "v", null, OTHER), Coherence.INCOHERENT))
        .containsExactly("FINGERPRINT_DIFFERS a[_md5]");
  }

  @Test
  void aRowThatIsRightInItselfHasChangedSince() {
    assertThat(saidOf(row("a", "w", EXPIRY, OTHER), Coherence.COHERENT))
        .containsExactly("CHANGED_SINCE a[value, _md5, expires_at]");
  }

  @Test
  void aRowThatIsWrongInItselfWasAltered() {
    assertThat(saidOf(row("a", "w", null, OTHER), Coherence.INCOHERENT))
        .containsExactly("VALUE_DIFFERS a[value, _md5]");
  }

  @Test
  void onlySoManyRowsAreLookedAtMoreClosely() {
    mostSuspects = 1;
    hold(row("a", "w", null, OTHER));
    hold(row("b", "w", null, OTHER));
    load();
    compare(row("a", "v", null, PRINT));
    compare(row("b", "v", null, PRINT));
    tables.resolveSuspects();
    assertThat(differences()).containsExactly("ROW_DIFFERS b[]", "CHANGED_SINCE a[value, _md5]");
  }

  @Test
  void expiriesAreTheSameAsFarAsTheSourceCanTell() {
    hold(row("a", "v", EXPIRY, PRINT));
    VerifiedRows rows = load();
    rows.observe(hash("a"), PRINT, EXPIRY.toEpochMilli(), 5);
    compare(row("a", "v", EXPIRY.plusMillis(5), PRINT));
    assertThat(differences()).isEmpty();
    long expiry = EXPIRY.toEpochMilli();
    assertThat(rows.isSameExpiry(expiry, expiry + 5)).isTrue();
    assertThat(rows.isSameExpiry(expiry, expiry - 6)).isFalse();
    assertThat(rows.isSameExpiry(0, 3)).as("none and one").isFalse();
    assertThat(rows.isSameExpiry(3, 0)).as("one and none").isFalse();
    assertThat(rows.isSameExpiry(0, 0)).isTrue();
  }

  @Test
  void rowsWithoutAKeyAndRowsTwiceAreFoundWithoutTheSource() {
    hold(row("a", "v", null, PRINT));
    hold("a twice", row("a", "v", null, PRINT));
    hold("bad", row("\\x41", "v", null, PRINT));
    VerifiedRows rows = load();
    assertThat(differences()).containsExactlyInAnyOrder("DUPLICATE_ROW a[]", "EXTRA_ROW \\x41[]");
    assertThat(rows.rows()).isEqualTo(3);
    assertThat(rows.taken()).isEqualTo(1);
  }

  @Test
  void rowsOutsideTheSampleAreCountedAlone() {
    sample = hash("a")::equals;
    hold(row("a", "v", null, PRINT));
    hold(row("b", "v", null, PRINT));
    VerifiedRows rows = load();
    assertThat(rows.rows()).isEqualTo(2);
    assertThat(rows.taken()).isEqualTo(1);
    assertThat(rows.isKnown(hash("b"))).isFalse();
    assertThat(keyTexts(rows)).containsExactly("a");
  }

  private static List<String> keyTexts(VerifiedRows rows) {
    try (Stream<KnownRow> unseen = rows.unseen()) {
      return unseen.map(KnownRow::keyText).toList();
    }
  }

  @Test
  void everyKeyCountsAsChangedOnceAndIsCountedOnce() {
    hold(row("a", "v", null, PRINT));
    hold(row("b", "v", null, PRINT));
    hold("bad", row("\\x41", "v", null, PRINT));
    destination.tables.get(ERRORS).put("e", Row.of("e", EXPIRY));
    destination.tables.get(ERRORS).put("f", Row.of("f", EXPIRY));
    VerifiedRows rows = load();
    assertThat(rows.kindOf(hash("a"))).contains("string");
    assertThat(rows.positionOf(hash("a"))).isEmpty();
    assertThat(rows.isSeen(hash("a"))).isFalse();
    assertThat(rows.observe(hash("a"), PRINT, 0, 0)).isEqualTo(Sighting.CHANGED);
    assertThat(rows.observe(hash("a"), PRINT, 0, 0)).isEqualTo(Sighting.REPEATED);
    assertThat(rows.observe(hash("n"), PRINT, 0, 0)).isEqualTo(Sighting.NEW);
    assertThat(rows.observeUnreadable(hash("e"))).isTrue();
    assertThat(rows.observeUnreadable(hash("e"))).isFalse();
    assertThat(rows.isSeen(hash("a"))).isTrue();
    assertThat(rows.present()).isEqualTo(3);
    assertThat(rows.quarantinedSince(hash("e"))).contains(EXPIRY);
    assertThat(keyTexts(rows)).containsExactly("b");
    try (Stream<String> entries = rows.unseenQuarantined()) {
      assertThat(entries).containsExactly("f");
    }
    rows.observe(hash("b"), PRINT, 0, 0);
    assertThat(keyTexts(rows)).isEmpty();
  }

  @Test
  void whatASyncWouldRemoveIsExtra() {
    load();
    compare(new Delete(MAIN, hash("a"), "a"));
    compare(new Delete(STREAM, hash("a"), "a"));
    compare(new Delete(ERRORS, hash("a"), "a"));
    assertThat(found)
        .containsExactly(
            Difference.ofRow(MAIN, "a", DifferenceKind.EXTRA_ROW),
            Difference.ofRow(ERRORS, "a", DifferenceKind.ERROR_ENTRY_DIFFERS));
  }

  @Test
  void keysThatCannotBeReadDifferWhereTheyAreNotListed() {
    load();
    compare(new Upsert(ERRORS, hash("e"), Row.of("e", EXPIRY), true));
    assertThat(found).isEmpty();
    compare(new Upsert(ERRORS, hash("f"), Row.of("f", EXPIRY), false));
    assertThat(differences()).containsExactly("ERROR_ENTRY_DIFFERS f[]");
    assertThat(tables.unreadable()).isEqualTo(2);
  }

  @Test
  void entriesAreComparedOneByOneAndThoseThatTheSourceLacksAreKept() {
    hold(row("a", "v", null, PRINT));
    holdEntry("a", "1-0", "x");
    holdEntry("a", "2-0", "y");
    holdEntry("a", "3-0", "history");
    destination.tables.get(STREAM).put("twice", Row.of("a", "1-0", "x"));
    load();
    assertThat(differences()).containsExactly("DUPLICATE_ROW a1-0[]");
    found.clear();
    compareEntry("a", "1-0", "x");
    compareEntry("a", "2-0", "other");
    compareEntry("a", "2-0", "told once");
    compareEntry("a", "4-0", "z");
    assertThat(differences()).containsExactly("VALUE_DIFFERS a2-0[]", "MISSING_ROW a4-0[]");
    assertThat(found.get(0).table()).isEqualTo(STREAM);
    assertThat(tables.kept()).isEqualTo(1);
    tables.findOrphans();
    assertThat(found).hasSize(2);
  }

  @Test
  void entriesOfKeysThatAreGoneAreExtra() {
    hold(row("a", "v", null, PRINT));
    holdEntry("a", "1-0", "x");
    holdEntry("gone", "1-0", "x");
    holdEntry("new", "1-0", "x");
    VerifiedRows rows = load();
    rows.observe(hash("new"), PRINT, 0, 0);
    compareEntry("a", "1-0", "x");
    tables.findOrphans();
    assertThat(differences()).containsExactly("EXTRA_ROW gone1-0[]");
    assertThat(tables.kept()).isZero();
  }
}
