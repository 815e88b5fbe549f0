package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractTables.ENTRIES;
import static dev.skimmer.testkit.ContractTables.MAIN;
import static dev.skimmer.testkit.ContractTables.MOMENTS;
import static dev.skimmer.testkit.ContractTables.PIPELINE;
import static dev.skimmer.testkit.ContractTables.SERIES;
import static dev.skimmer.testkit.ContractTables.add;
import static dev.skimmer.testkit.ContractTables.bare;
import static dev.skimmer.testkit.ContractTables.change;
import static dev.skimmer.testkit.ContractTables.commit;
import static dev.skimmer.testkit.ContractTables.remove;
import static dev.skimmer.testkit.ContractTables.row;
import static dev.skimmer.testkit.ContractTables.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import java.time.Instant;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is written stands in the table, exactly. */
interface WriteContract extends DestinationHarness {
  @Test
  default void keepsEveryTypeAndNull() {
    Row extreme =
        Row.of(
            "extreme",
            "",
            "hash",
            Long.MIN_VALUE,
            keepsNaN() ? Double.NaN : Double.MIN_NORMAL,
            Instant.parse("1969-12-31T23:59:59.999Z"),
            new Fingerprint(Long.MIN_VALUE, -1),
            "");
    Row infinite =
        Row.of(
            "infinite",
            "v",
            "set",
            Long.MAX_VALUE,
            keepsInfinity() ? Double.NEGATIVE_INFINITY : -Double.MAX_VALUE,
            Instant.parse("9999-12-31T23:59:59.999Z"),
            new Fingerprint(0, 0),
            null);
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("full", 7)), add(MAIN, bare("bare")));
      commit(session, add(MAIN, extreme), change(MAIN, infinite));
    }
    assertThat(readBack(MAIN))
        .containsExactlyInAnyOrder(row("full", 7), bare("bare"), extreme, infinite);
  }

  @Test
  default void refusesNumbersThatItCannotKeep() {
    assertRefusedUnless(keepsNaN(), Double.NaN);
    assertRefusedUnless(keepsInfinity(), Double.POSITIVE_INFINITY);
  }

  @Test
  default void addsChangesAndRemovesInOneCommit() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)), add(MAIN, row("b", 1)), add(MAIN, row("c", 1)));
      commit(session, change(MAIN, row("a", 2)), remove(MAIN, "b"), add(MAIN, row("d", 1)));
    }
    assertThat(readBack(MAIN)).containsExactlyInAnyOrder(row("a", 2), row("c", 1), row("d", 1));
  }

  @Test
  default void writesAChangedRowThatIsNotThere() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, change(MAIN, row("a", 1)));
    }
    assertThat(readBack(MAIN)).containsExactly(row("a", 1));
  }

  @Test
  default void removesAKeyThatIsNotThereWithoutError() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)), remove(MAIN, "b"));
    }
    assertThat(readBack(MAIN)).containsExactly(row("a", 1));
  }

  @Test
  default void keepsTheLastOfSeveralChangesOfOneKey() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)));
      commit(session, change(MAIN, row("a", 2)), change(MAIN, row("a", 3)));
    }
    assertThat(readBack(MAIN)).containsExactly(row("a", 3));
  }

  @Test
  default void keepsTheOrderOfRemovalAndWriteOfOneKey() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)), add(MAIN, row("b", 1)));
      commit(
          session,
          remove(MAIN, "a"),
          add(MAIN, row("a", 2)),
          change(MAIN, row("b", 2)),
          remove(MAIN, "b"));
    }
    assertThat(readBack(MAIN)).containsExactly(row("a", 2));
  }

  @Test
  default void replacesSamplesOfASeriesOneByOne() {
    try (Destination.Session session = open()) {
      session.apply(SERIES);
      commit(session, add(SERIES, sample("s", 1, 1)), add(SERIES, sample("s", 2, 2)));
      commit(session, change(SERIES, sample("s", 2, 2.5)), add(SERIES, sample("s", 3, 3)));
    }
    assertThat(readBack(SERIES))
        .containsExactlyInAnyOrder(sample("s", 1, 1), sample("s", 2, 2.5), sample("s", 3, 3));
  }

  @Test
  default void replacesAWholeSeriesInOneCommit() {
    try (Destination.Session session = open()) {
      session.apply(SERIES);
      commit(
          session,
          add(SERIES, sample("s", 1, 1)),
          add(SERIES, sample("s", 2, 2)),
          add(SERIES, sample("other", 1, 1)));
      commit(
          session,
          remove(SERIES, "s"),
          add(SERIES, sample("s", 2, 9)),
          add(SERIES, sample("s", 3, 9)));
    }
    assertThat(readBack(SERIES))
        .containsExactlyInAnyOrder(sample("other", 1, 1), sample("s", 2, 9), sample("s", 3, 9));
  }

  @Test
  default void replacesAPartOfASeriesAndKeepsItsEnds() {
    try (Destination.Session session = open()) {
      session.apply(SERIES);
      commit(
          session,
          add(SERIES, sample("s", 1, 1)),
          add(SERIES, sample("s", 2, 2)),
          add(SERIES, sample("s", 3, 3)),
          add(SERIES, sample("s", 4, 4)),
          add(SERIES, sample("other", 2, 2)));
      commit(session, remove(SERIES, "s", 2L, 3L), add(SERIES, sample("s", 3, 9)));
    }
    assertThat(readBack(SERIES))
        .containsExactlyInAnyOrder(
            sample("other", 2, 2), sample("s", 1, 1), sample("s", 3, 9), sample("s", 4, 4));
  }

  @Test
  default void replacesSeveralPartsOfASeriesInOneCommitInTheOrderGiven() {
    try (Destination.Session session = open()) {
      session.apply(SERIES);
      commit(session, add(SERIES, sample("s", 1, 1)), add(SERIES, sample("s", 5, 5)));
      commit(
          session,
          add(SERIES, sample("s", 2, 2)),
          remove(SERIES, "s", 1L, 2L),
          add(SERIES, sample("s", 2, 20)),
          remove(SERIES, "s", 5L, 9L),
          add(SERIES, sample("s", 6, 6)),
          add(SERIES, sample("s", 7, 7)));
    }
    assertThat(readBack(SERIES))
        .containsExactlyInAnyOrder(sample("s", 2, 20), sample("s", 6, 6), sample("s", 7, 7));
  }

  @Test
  default void keepsEntriesByTheirTextualIds() {
    try (Destination.Session session = open()) {
      session.apply(ENTRIES);
      commit(
          session,
          remove(ENTRIES, "log"),
          add(ENTRIES, Row.of("log", "1-1", "{\"a\":\"b\"}")),
          add(ENTRIES, Row.of("log", "10-1", "")),
          add(ENTRIES, Row.of("LOG", "1-1", "x")));
      commit(session, remove(ENTRIES, "log"), add(ENTRIES, Row.of("log", "1-1", "new")));
    }
    assertThat(readBack(ENTRIES))
        .containsExactlyInAnyOrder(Row.of("log", "1-1", "new"), Row.of("LOG", "1-1", "x"));
  }

  @Test
  default void keepsSamplesByTheirMillisecond() {
    Instant first = Instant.EPOCH;
    Instant second = Instant.parse("2026-11-24T01:02:03.004Z");
    Instant last = Instant.parse("9999-12-31T23:59:59.999Z");
    try (Destination.Session session = open()) {
      session.apply(MOMENTS);
      commit(
          session,
          add(MOMENTS, Row.of("s", first, 1.0)),
          add(MOMENTS, Row.of("s", second, 2.0)),
          add(MOMENTS, Row.of("s", second.plusMillis(1), 3.0)),
          add(MOMENTS, Row.of("s", last, 4.0)));
      commit(
          session,
          remove(MOMENTS, "s", second, second),
          add(MOMENTS, Row.of("s", second, -0.5)),
          remove(MOMENTS, "s", second.plusMillis(1), last));
    }
    assertThat(readBack(MOMENTS))
        .containsExactlyInAnyOrder(Row.of("s", first, 1.0), Row.of("s", second, -0.5));
  }

  @Test
  default void keepsTheLastRowOfAKeyThatWasNewInTheSameCommit() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)), change(MAIN, row("a", 2)), add(MAIN, row("b", 1)));
    }
    assertThat(readBack(MAIN)).containsExactlyInAnyOrder(row("a", 2), row("b", 1));
  }

  @Test
  default void writesSeveralTablesInOneCommit() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      session.apply(SERIES);
      commit(session, add(MAIN, row("s", 1)), add(SERIES, sample("s", 1, 1)));
      commit(session, change(MAIN, row("s", 2)), change(SERIES, sample("s", 1, 2)));
    }
    assertThat(readBack(MAIN)).containsExactly(row("s", 2));
    assertThat(readBack(SERIES)).containsExactly(sample("s", 1, 2));
  }

  @Test
  default void writesTenThousandRowsAndChangesThemAll() {
    int count = 10_000;
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, operations(count, i -> add(MAIN, row("key " + i, 1))));
      commit(session, operations(count, i -> change(MAIN, row("key " + i, 2))));
    }
    assertThat(readBack(MAIN))
        .containsExactlyInAnyOrder(
            IntStream.range(0, count).mapToObj(i -> row("key " + i, 2)).toArray(Row[]::new));
  }

  private void assertRefusedUnless(boolean kept, double number) {
    if (kept) {
      return;
    }
    try (Destination.Session session = open()) {
      session.apply(SERIES);
      ConnectorException failure =
          catchThrowableOfType(
              ConnectorException.class,
              () -> commit(session, add(SERIES, sample("odd", 1, number))));
      assertThat(failure).isNotNull();
      assertThat(failure.code()).isEqualTo(ErrorCode.DESTINATION_FAILED);
      assertThat(failure).hasMessageContaining(String.valueOf(number));
      assertThat(session.stateStore(PIPELINE).load()).isEmpty();
    }
    assertThat(readBack(SERIES)).isEmpty();
  }

  private static Operation[] operations(int count, IntFunction<Operation> operation) {
    return IntStream.range(0, count).mapToObj(operation).toArray(Operation[]::new);
  }
}
