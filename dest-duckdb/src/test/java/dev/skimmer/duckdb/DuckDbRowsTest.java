package dev.skimmer.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB does in a way of its own. */
class DuckDbRowsTest {
  private static final TableSchema SAMPLES =
      new TableSchema(
          new TableId("samples"),
          TableRole.SERIES,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              new Column("timestamp", ColumnType.TIMESTAMP, ColumnRole.SUBKEY),
              Column.of("value", ColumnType.DOUBLE)));

  @TempDir Path folder;

  private Destination.Session open() {
    return new DuckDbDestination().open(DuckDbConfig.of(path()), Context.system());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + path());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Path path() {
    return folder.resolve("rows.duckdb");
  }

  private static Upsert add(TableSchema table, Row row) {
    return new Upsert(table.id(), KeyHash.ofUtf8((String) row.value(0)), row, false);
  }

  private static void commit(Destination.Session session, List<? extends Operation> operations) {
    try (Writer writer = session.openWriter("rows")) {
      for (Operation operation : operations) {
        writer.write(List.of(operation));
      }
      writer.commit(
          new StateChange(session.stateStore("rows").load(), new StoredState(1, "1", "{}")));
    }
  }

  private static <T> List<T> listOf(Stream<T> stream) {
    try (stream) {
      return stream.toList();
    }
  }

  @Test
  void findsRowsByTheirFingerprintsWithoutReadingTheRest() {
    TableSchema table = SmallTable.SCHEMA;
    Row wanted = SmallTable.row("b", "longer");
    try (Destination.Session session = open()) {
      session.apply(table);
      commit(
          session,
          List.of(
              add(table, SmallTable.row("a", "v")),
              add(table, wanted),
              add(table, Row.of("none", "longer", null))));
      Set<Fingerprint> fingerprints = Set.of((Fingerprint) wanted.value(2), new Fingerprint(9, 9));
      assertThat(listOf(session.keys(table, fingerprints))).containsExactly("b");
      assertThat(listOf(session.keys(table, Set.of()))).isEmpty();
    }
  }

  @Test
  void writesSamplesAsTheyAre() {
    List<Row> samples = new ArrayList<>();
    for (double value : new double[] {0, -0.0, 1.5, Double.NaN, Double.NEGATIVE_INFINITY}) {
      samples.add(Row.ofSample("a key of more than twelve bytes", samples.size(), value));
    }
    samples.add(Row.of("another", Instant.EPOCH, null));
    samples.add(
        Row.ofSample("another", Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli(), 1));
    samples.add(Row.ofSample("a key of more than twelve bytes", -1, Double.MIN_VALUE));
    try (Destination.Session session = open()) {
      session.apply(SAMPLES);
      commit(session, samples.stream().map(row -> add(SAMPLES, row)).toList());
      assertThat(listOf(session.rows(SAMPLES))).containsExactlyElementsOf(samples);
    }
  }

  @Test
  void writesMoreSamplesThanAreGatheredAtOnce() throws SQLException {
    int count = 1_010_001;
    try (Destination.Session session = open()) {
      session.apply(SAMPLES);
      try (Writer writer = session.openWriter("rows")) {
        for (int from = 0; from < count; from += 10_000) {
          List<Operation> operations = new ArrayList<>();
          for (int i = from; i < Math.min(count, from + 10_000); i++) {
            operations.add(add(SAMPLES, Row.ofSample("k" + i / 400_000, i, i)));
          }
          writer.write(operations);
        }
        writer.commit(new StateChange(Optional.empty(), new StoredState(1, "1", "{}")));
      }
    }
    assertThat(textOf("SELECT count(*) || ' ' || sum(value)::BIGINT FROM samples"))
        .isEqualTo("%d %d".formatted(count, (count - 1L) * count / 2));
    assertThat(textOf("SELECT count(DISTINCT key) || ' ' || max(timestamp) FROM samples"))
        .isEqualTo("3 1970-01-01 00:16:50");
  }

  private String textOf(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + path());
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void samplesThatAreNotCommittedAreGone() {
    try (Destination.Session session = open()) {
      session.apply(SAMPLES);
      try (Writer writer = session.openWriter("rows")) {
        writer.write(List.of(add(SAMPLES, Row.ofSample("a", 1, 1))));
      }
      assertThat(listOf(session.rows(SAMPLES))).isEmpty();
      commit(session, List.of(add(SAMPLES, Row.ofSample("b", 2, 2))));
      assertThat(listOf(session.rows(SAMPLES))).containsExactly(Row.ofSample("b", 2, 2));
    }
  }

  @Test
  void samplesFitATableWhoseColumnsAreOthersToo() throws SQLException {
    execute(
        "CREATE TABLE samples"
            + " (note VARCHAR DEFAULT 'mine', value DOUBLE, \"timestamp\" TIMESTAMP, key VARCHAR)");
    try (Destination.Session session = open()) {
      session.apply(SAMPLES);
      commit(session, List.of(add(SAMPLES, Row.ofSample("a", 1, 2.5))));
      assertThat(listOf(session.rows(SAMPLES))).containsExactly(Row.ofSample("a", 1, 2.5));
    }
    assertThat(textOf("SELECT note FROM samples")).isEqualTo("mine");
  }
}
