package dev.skimmer.engine;

import static dev.skimmer.engine.TestTables.ONE;
import static dev.skimmer.engine.TestTables.ONE_ERRORS;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KnownTableTest {
  private static final Instant EXPIRY = Instant.parse("2030-01-01T00:00:00Z");
  private static final long EXPIRY_MILLIS = EXPIRY.toEpochMilli();

  private final MemoryDestination destination = new MemoryDestination();
  private final KnownTables tables = new KnownTables(TestTables.ALL, destination);
  private final KnownTable table = tables.of(ONE);

  @BeforeEach
  void createTables() {
    TestTables.ALL.forEach(destination::apply);
    tables.beginPass(Optional.empty());
  }

  /** Puts rows into the destination and tells the cache. */
  private void commit(Upsert... rows) {
    for (Upsert upsert : rows) {
      String key = (String) upsert.row().value(0);
      destination.tables.get(upsert.table()).put(key, upsert.row());
    }
    tables.committed(List.<Operation>of(rows), "token");
  }

  private static Upsert stream(String key) {
    return new Upsert(ONE, hash(key), Row.of(key, "stream", EXPIRY, PRINT, "7-0"), false);
  }

  private static Upsert incomplete(String key) {
    return new Upsert(ONE, hash(key), Row.of(key, "stream", null, null, null), false);
  }

  private Sighting observe(String key, Fingerprint fingerprint) {
    return table.observe(hash(key), fingerprint, KnownRows.NO_EXPIRY, 0);
  }

  private static <T> List<T> listOf(Stream<T> stream) {
    try (stream) {
      return stream.toList();
    }
  }

  private List<String> unseen() {
    return listOf(table.unseen().map(KnownRow::keyText));
  }

  @Test
  @Tag("guard")
  void whatIsReadIsNewUntilItIsCommitted() {
    assertThat(observe("a", PRINT)).isEqualTo(Sighting.NEW);
    assertThat(table.isKnown(hash("a"))).isFalse();
    tables.beginPass(Optional.empty());
    assertThat(observe("a", PRINT)).isEqualTo(Sighting.NEW);
    commit(row(ONE, "a"));
    tables.beginPass(Optional.empty());
    assertThat(observe("a", PRINT)).isEqualTo(Sighting.UNCHANGED);
  }

  @Test
  void aCommittedRowIsRememberedWithTypeExpiryAndPosition() {
    commit(stream("s"));
    assertThat(table.positionOf(hash("s"))).contains("7-0");
    assertThat(table.positionOf(hash("t"))).isEmpty();
    assertThat(table.kind(entry("s"))).isEqualTo("stream");
    assertThat(table.observe(hash("s"), PRINT, EXPIRY_MILLIS, 0)).isEqualTo(Sighting.UNCHANGED);
    tables.beginPass(Optional.empty());
    assertThat(table.observe(hash("s"), PRINT, EXPIRY_MILLIS + 1, 0)).isEqualTo(Sighting.CHANGED);
  }

  @Test
  void aRowThatWasReadFromTheDestinationIsRememberedLikewise() {
    destination.tables.get(ONE).put("s", stream("s").row());
    destination.tables.get(ONE_ERRORS).put("e", error(ONE_ERRORS, "e").row());
    table.load(0, () -> {});
    tables.beginPass(Optional.empty());
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.kindOf(hash("s"))).contains("stream");
    assertThat(table.positionOf(hash("s"))).contains("7-0");
    assertThat(table.observe(hash("s"), PRINT, EXPIRY_MILLIS, 0)).isEqualTo(Sighting.UNCHANGED);
    assertThat(table.quarantinedSince(hash("e"))).contains(SINCE);
  }

  @Test
  void readingTheDestinationForgetsWhatItDoesNotHold() {
    commit(row(ONE, "a"), error(ONE_ERRORS, "e"));
    destination.tables.values().forEach(java.util.Map::clear);
    table.load(0, () -> {});
    assertThat(table.size()).isZero();
    assertThat(table.quarantinedSince(hash("e"))).isEmpty();
  }

  @Test
  void theTypeIsToldOnlyOfRowsThatWereThereWhenThePassBegan() {
    commit(row(ONE, "a"));
    assertThat(table.kindOf(hash("a"))).isEmpty();
    tables.beginPass(Optional.empty());
    assertThat(table.kindOf(hash("a"))).contains("string");
    assertThat(table.kind(row(ONE, "b"))).isEqualTo("string");
    assertThat(table.kind(entry("b"))).isEmpty();
  }

  @Test
  void aRowWithoutFingerprintIsIncompleteAndReadAgain() {
    assertThat(table.isIncomplete(incomplete("s"))).isTrue();
    assertThat(table.isIncomplete(stream("s"))).isFalse();
    commit(incomplete("s"));
    assertThat(observe("s", PRINT)).isEqualTo(Sighting.CHANGED);
    table.load(0, () -> {});
    assertThat(observe("s", PRINT)).isEqualTo(Sighting.CHANGED);
  }

  @Test
  @Tag("guard")
  void onlyCommittedRowsThatThePassHasNotSeenAreSwept() {
    commit(row(ONE, "a"), row(ONE, "b"), row(ONE, "unreadable"), row(ONE, "gone"));
    destination.tables.get(ONE).put("of somebody else", row(ONE, "of somebody else").row());
    tables.committed(List.of(new Delete(ONE, hash("gone"), "gone")), "next");
    observe("a", PRINT);
    assertThat(table.observeUnreadable(hash("unreadable"))).isTrue();
    assertThat(table.observeUnreadable(hash("unreadable"))).isFalse();
    assertThat(table.isSeen(hash("a"))).isTrue();
    assertThat(table.isSeen(hash("b"))).isFalse();
    assertThat(table.unseenCount()).isEqualTo(1);
    assertThat(unseen()).containsExactly("b");
  }

  /** Commits so many rows that a few are few, and sees all others. */
  private void commitAndMiss(String... missed) {
    for (int i = 0; i < 100; i++) {
      commit(row(ONE, "k" + i));
    }
    for (String key : missed) {
      Fingerprint own = new Fingerprint(1, key.hashCode());
      commit(new Upsert(ONE, hash(key), Row.of(key, "string", null, own, null), false));
    }
    tables.beginPass(Optional.empty());
    for (int i = 0; i < 100; i++) {
      observe("k" + i, PRINT);
    }
  }

  @Test
  @Tag("guard")
  void aFewRowsThatWereNotSeenAreFoundByTheirFingerprintsAlone() {
    commitAndMiss("a", "b");
    assertThat(unseen()).containsExactly("a", "b");
    assertThat(destination.namedByFingerprint).isEqualTo(2);
    assertThat(destination.loads).as("all keys are not read").isEqualTo(1);
  }

  @Test
  @Tag("guard")
  void aRowWhoseFingerprintSomebodyChangedIsFoundAllTheSame() {
    commitAndMiss("a", "b");
    destination.tables.get(ONE).put("b", row(ONE, "b").row());
    assertThat(unseen()).containsExactly("a", "b");
  }

  @Test
  @Tag("guard")
  void anIncompleteRowHasNoFingerprintToBeFoundBy() {
    commitAndMiss("a");
    commit(incomplete("s"));
    assertThat(unseen()).containsExactly("a", "s");
    assertThat(destination.namedByFingerprint).isZero();
  }

  @Test
  @Tag("guard")
  void manyRowsThatWereNotSeenAreFoundAmongAll() {
    commitAndMiss("a");
    tables.beginPass(Optional.empty());
    observe("a", new Fingerprint(1, "a".hashCode()));
    assertThat(unseen()).hasSize(100).doesNotHaveDuplicates().doesNotContain("a");
    assertThat(destination.namedByFingerprint).isZero();
  }

  @Test
  void rowsThatAreSeenWhileTheyAreLookedForMayBeLeftOut() {
    for (int i = 0; i < 1_200; i++) {
      commit(row(ONE, "k" + i));
    }
    tables.beginPass(Optional.empty());
    List<String> found = new ArrayList<>();
    try (Stream<KnownRow> rows = table.unseen()) {
      rows.forEach(
          row -> {
            found.add(row.keyText());
            for (int i = 0; i < 1_200; i++) {
              observe("k" + i, PRINT);
            }
          });
    }
    assertThat(found).as("no more than the page that was read").hasSizeBetween(1, 500);
  }

  @Test
  void aPassThatHasSeenEverythingDoesNotReadTheDestinationForTheSweep() {
    commit(row(ONE, "a"));
    observe("a", PRINT);
    assertThat(unseen()).isEmpty();
    assertThat(listOf(table.unseenQuarantined())).isEmpty();
    assertThat(destination.loads).isZero();
  }

  @Test
  void entriesOfTheErrorsTableAreSweptUnlessTheirKeyWasSeen() {
    commit(error(ONE_ERRORS, "seen"), error(ONE_ERRORS, "gone"));
    table.observeUnreadable(hash("seen"));
    assertThat(listOf(table.unseenQuarantined())).containsExactly("gone");
  }

  @Test
  void aLongLoadCallsBackNowAndThen() {
    for (int i = 0; i < 2_500; i++) {
      destination.tables.get(ONE).put("k" + i, row(ONE, "k" + i).row());
    }
    AtomicInteger calls = new AtomicInteger();
    table.load(10, calls::incrementAndGet);
    assertThat(calls).hasValue(2);
    assertThat(table.size()).isEqualTo(2_500);
  }

  @Test
  void theUnchangedAreCountedAnewInEachPass() {
    commit(row(ONE, "a"), row(ONE, "b"));
    observe("a", PRINT);
    observe("a", PRINT);
    observe("b", new Fingerprint(9, 9));
    assertThat(table.unchangedCount()).isEqualTo(1);
    tables.beginPass(Optional.empty());
    assertThat(table.unchangedCount()).isZero();
  }
}
