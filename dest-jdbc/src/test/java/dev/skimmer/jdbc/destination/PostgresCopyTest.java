package dev.skimmer.jdbc.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Enough rows to be copied, with everything in them that a text form could get wrong. */
class PostgresCopyTest {
  private static final int ROWS = 1_000;
  private static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("copied \"table\""),
          TableRole.ERRORS,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              Column.of("value", ColumnType.TEXT),
              Column.of("size", ColumnType.INTEGER),
              Column.of("score", ColumnType.DOUBLE),
              Column.of("seen", ColumnType.TIMESTAMP),
              Column.of("_md5", ColumnType.FINGERPRINT)));

  private static final String[] PIECES = {
    "", "\\", "\\N", "\\.", "\n", "\r", "\t", "\b", "\f", "\u000b", "\u0001", "\u007f", "\\x41",
    "'", "\"", "a", "é", "e\u0301", "\u2028", "\uFFFF", "😀", "\u200b", " "
  };

  private final SplittableRandom random = new SplittableRandom(20_261_124);
  private final String schema = PostgresServer.newSchema();

  @AfterEach
  void dropSchema() {
    PostgresServer.dropSchema(schema);
  }

  @Test
  void keepsWhateverIsCopied() {
    try (Destination.Session session = open()) {
      session.apply(SCHEMA);
      List<Row> fresh = rows();
      commit(session, fresh, false);
      assertHolds(session, fresh);
      List<Row> changed = rows();
      commit(session, changed, true);
      assertHolds(session, changed);
    }
  }

  @Test
  void leavesNothingOfACopyThatFailed() {
    try (Destination.Session session = open()) {
      session.apply(SCHEMA);
      List<Row> rows = rows();
      commit(session, rows, false);
      assertThatThrownBy(() -> commit(session, rows(), false))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("duplicate key");
      assertHolds(session, rows);
    }
  }

  /** A server of keys takes an expiry of any year; the database ends before some of them. */
  @Test
  void bringsInstantsOfAnyYearIntoThoseThatTheTableHolds() {
    List<Row> far =
        rows().stream()
            .map(
                row ->
                    Row.of(
                        row.value(0), null, null, null, Instant.ofEpochMilli(Long.MAX_VALUE), null))
            .toList();
    Instant latest = Instant.parse("9999-12-31T23:59:59.999999Z");
    try (Destination.Session session = open()) {
      session.apply(SCHEMA);
      commit(session, far, false);
      assertHolds(
          session,
          far.stream().map(row -> Row.of(row.value(0), null, null, null, latest, null)).toList());
    }
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(
          Row.of(
              "key " + i + PIECES[i % PIECES.length],
              i % 7 == 0 ? null : text(),
              i % 5 == 0 ? null : random.nextLong(),
              score(i),
              i % 3 == 0
                  ? null
                  : Instant.ofEpochMilli(
                      random.nextLong(-62_135_596_800_000L, 253_402_300_800_000L)),
              i % 11 == 0 ? null : new Fingerprint(random.nextLong(), random.nextLong())));
    }
    return rows;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private Double score(int number) {
    return switch (number % 8) {
      case 0 -> null;
      case 1 -> Double.NaN;
      case 2 -> Double.POSITIVE_INFINITY;
      case 3 -> Double.NEGATIVE_INFINITY;
      case 4 -> Double.MIN_VALUE;
      case 5 -> -0.0;
      case 6 -> Double.MAX_VALUE;
      default -> random.nextDouble(-1e300, 1e300) * random.nextDouble();
    };
  }

  private Destination.Session open() {
    return new JdbcDestination()
        .open(
            Configs.of(PostgresServer.url(), PostgresServer.USER, PostgresServer.PASSWORD, schema),
            Context.system());
  }

  private static void assertHolds(Destination.Session session, List<Row> expected) {
    try (Stream<Row> rows = session.rows(SCHEMA)) {
      assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static void commit(Destination.Session session, List<Row> rows, boolean known) {
    Optional<StoredState> before = session.stateStore("shop").load();
    long next = before.map(StoredState::sequence).orElse(0L) + 1;
    try (Writer writer = session.openWriter("shop")) {
      writer.write(upserts(rows, known));
      writer.commit(new StateChange(before, new StoredState(next, "" + next, "{}")));
    }
  }

  private static List<Operation> upserts(List<Row> rows, boolean known) {
    return rows.stream()
        .<Operation>map(
            row -> new Upsert(SCHEMA.id(), KeyHash.ofUtf8((String) row.value(0)), row, known))
        .toList();
  }
}
