package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractTables.MAIN;
import static dev.skimmer.testkit.ContractTables.PIPELINE;
import static dev.skimmer.testkit.ContractTables.add;
import static dev.skimmer.testkit.ContractTables.bare;
import static dev.skimmer.testkit.ContractTables.change;
import static dev.skimmer.testkit.ContractTables.commit;
import static dev.skimmer.testkit.ContractTables.remove;
import static dev.skimmer.testkit.ContractTables.row;
import static dev.skimmer.testkit.ContractTables.state;
import static dev.skimmer.testkit.ContractTables.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateStore;
import dev.skimmer.spi.Writer;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was written can be read back without its values, also while a writer writes. */
interface KnownRowsContract extends DestinationHarness {
  @Test
  @Tag("promise-31")
  default void replacesTheStateWhileKnownRowsAreRead() {
    int rows = 3_000;
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(
          session,
          IntStream.range(0, rows)
              .mapToObj(i -> add(MAIN, row("k" + i, 1)))
              .toArray(Operation[]::new));
      StateStore store = session.stateStore(PIPELINE);
      AtomicInteger read = new AtomicInteger();
      try (Stream<KnownRow> known = session.knownRows(MAIN)) {
        known.forEach(
            row -> {
              if (read.incrementAndGet() == rows / 2) {
                store.replace(to(2));
              }
            });
      }
      assertThat(read).hasValue(rows);
      assertThat(store.load()).contains(state(2));
    }
  }

  @Test
  default void tellsTheKeysOfWhatItKnows() {
    try (Destination.Session session = open()) {
      assertThat(keys(session)).as("no table").isEmpty();
      session.apply(MAIN);
      assertThat(keys(session)).as("no row").isEmpty();
      Operation[] rows =
          IntStream.range(0, 5_000)
              .mapToObj(i -> add(MAIN, row("k" + i, 1)))
              .toArray(Operation[]::new);
      commit(session, rows);
      assertThat(keys(session))
          .hasSize(rows.length)
          .doesNotHaveDuplicates()
          .contains("k0", "k4999");
    }
  }

  @Test
  default void tellsAtLeastTheKeysOfTheFingerprintsThatAreAskedFor() {
    Set<Fingerprint> wanted = Set.of(new Fingerprint(7, ~7), new Fingerprint(0, 1));
    try (Destination.Session session = open()) {
      try (Stream<String> keys = session.keys(MAIN, wanted)) {
        assertThat(keys).as("no table").isEmpty();
      }
      session.apply(MAIN);
      commit(
          session,
          add(MAIN, row("a", 6)),
          add(MAIN, row("b", 7)),
          add(MAIN, row("c", 7)),
          add(MAIN, bare("d")));
      for (int time = 0; time < 2; time++) {
        try (Stream<String> keys = session.keys(MAIN, wanted)) {
          assertThat(keys).doesNotHaveDuplicates().contains("b", "c");
        }
      }
    }
  }

  private static List<String> keys(Destination.Session session) {
    try (Stream<String> keys = session.keys(MAIN)) {
      return keys.toList();
    }
  }

  @Test
  default void readsBackWhatItKnows() {
    Row extreme =
        Row.of(
            "extreme", "v", "it's", 1L, 1.0, Instant.ofEpochMilli(-1), new Fingerprint(-1, 1), "");
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("full", 7)), add(MAIN, bare("bare")), add(MAIN, extreme));
      try (Stream<KnownRow> known = session.knownRows(MAIN)) {
        assertThat(known)
            .containsExactlyInAnyOrder(
                known("full", 7),
                new KnownRow("bare", Optional.empty(), "", KnownRows.NO_EXPIRY, Optional.empty()),
                new KnownRow(
                    "extreme", Optional.of(new Fingerprint(-1, 1)), "it's", -1, Optional.of("")));
      }
    }
  }

  @Test
  default void knowsNothingOfATableThatIsNotThere() {
    try (Destination.Session session = open();
        Stream<KnownRow> known = session.knownRows(MAIN);
        Stream<Row> rows = session.rows(MAIN)) {
      assertThat(known).isEmpty();
      assertThat(rows).isEmpty();
    }
  }

  @Test
  default void readsRowsWithTheirValues() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)), add(MAIN, bare("b")));
      try (Stream<Row> rows = session.rows(MAIN)) {
        assertThat(rows).containsExactlyInAnyOrder(row("a", 1), bare("b"));
      }
    }
  }

  @Test
  default void readsRowsOfATableThatLacksAColumn() {
    int column = MAIN.indexOf(ColumnRole.VALUE).orElseThrow();
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)));
    }
    dropColumn(MAIN, MAIN.columns().get(column).name());
    Object[] values =
        IntStream.range(0, MAIN.columns().size()).mapToObj(row("a", 1)::value).toArray();
    values[column] = null;
    try (Destination.Session session = open();
        Stream<Row> rows = session.rows(MAIN)) {
      assertThat(rows).containsExactly(Row.of(values));
    }
  }

  @Test
  default void readsTheLastCommitWhileAWriterWrites() {
    int count = 10_000;
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(
          session,
          IntStream.range(0, count)
              .mapToObj(i -> add(MAIN, row("k" + i, 1)))
              .toArray(Operation[]::new));
      try (Writer writer = session.openWriter(PIPELINE);
          Stream<KnownRow> known = session.knownRows(MAIN)) {
        Iterator<KnownRow> rows = known.iterator();
        assertThat(rows.next().fingerprint()).contains(new Fingerprint(1, ~1));
        writer.write(
            List.of(add(MAIN, row("new", 1)), change(MAIN, row("k1", 2)), remove(MAIN, "k2")));
        writer.commit(to(2));
        int read = 1;
        for (; rows.hasNext(); read++) {
          assertThat(rows.next().fingerprint()).contains(new Fingerprint(1, ~1));
        }
        assertThat(read).isEqualTo(count);
      }
    }
    assertThat(readBack(MAIN)).hasSize(count);
  }

  @Test
  default void canCloseAStreamBeforeItsEnd() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)), add(MAIN, row("b", 1)));
      try (Stream<KnownRow> known = session.knownRows(MAIN);
          Stream<Row> rows = session.rows(MAIN)) {
        assertThat(known.limit(1)).hasSize(1);
        assertThat(rows.limit(1)).hasSize(1);
      }
      commit(session, remove(MAIN, "a"), remove(MAIN, "b"));
      try (Stream<KnownRow> known = session.knownRows(MAIN)) {
        assertThat(known).isEmpty();
      }
    }
  }

  private static KnownRow known(String key, int version) {
    return new KnownRow(
        key,
        Optional.of(new Fingerprint(version, ~version)),
        "string",
        1_700_000_000_000L + version,
        Optional.of("position " + version));
  }
}
