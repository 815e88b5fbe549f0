package dev.skimmer.snowflake;

import static dev.skimmer.snowflake.Tables.MAIN;
import static dev.skimmer.snowflake.Tables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritingTest {
  private final EmulatorSchema schema = EmulatorSchema.create();
  private final TimeZone zone = TimeZone.getDefault();

  @AfterEach
  void dropSchema() {
    TimeZone.setDefault(zone);
    schema.execute("DROP SCHEMA " + schema.name());
  }

  @Test
  void uploadsFilesOfTheSizeThatIsAllowedAndLeavesNoneAnywhere() throws IOException {
    List<Path> before = folders();
    List<Operation> operations = new ArrayList<>();
    IntStream.range(0, 20_000)
        .forEach(i -> operations.add(row("k" + i, "v" + Integer.toHexString(i * 31), false)));
    try (Destination.Session session = schema.open(keys -> keys.put("max_file_bytes", "1024"))) {
      session.apply(MAIN);
      try (Writer writer = session.openWriter("shop")) {
        writer.write(operations);
        assertThat(schema.query("LIST @_SKIMMER_UPLOAD").size()).isGreaterThan(2);
        writer.commit(new StateChange(Optional.empty(), Tables.state(1)));
      }
      assertThat(schema.query("SELECT COUNT(*), COUNT(DISTINCT KEY) FROM \"COPY\""))
          .containsExactly("20000|20000");
      assertThat(schema.query("LIST @_SKIMMER_UPLOAD")).isEmpty();
      try (Writer writer = session.openWriter("shop")) {
        writer.write(List.of(row("k1", "rolled back", true)));
      }
    }
    assertThat(folders()).isEqualTo(before);
  }

  @Test
  void keepsInstantsWhateverTheTimeZoneOfTheJvmIs() {
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    TableSchema expiring =
        new TableSchema(
            new TableId("expiring"),
            MAIN.role(),
            List.of(
                new Column("key", ColumnType.TEXT, ColumnRole.KEY),
                new Column("expires_at", ColumnType.TIMESTAMP, ColumnRole.EXPIRY),
                new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT)));
    // Lies in the hour that New York skips in spring.
    Instant moment = Instant.parse("2026-03-08T07:30:00.123Z");
    try (Destination.Session session = schema.open()) {
      session.apply(expiring);
      Tables.commit(
          session,
          List.of(
              new Upsert(expiring.id(), KeyHash.ofUtf8("k"), Row.of("k", moment, null), false)));
      try (Stream<KnownRow> known = session.knownRows(expiring)) {
        assertThat(known.map(KnownRow::expiresAtMillis)).containsExactly(moment.toEpochMilli());
      }
    }
    assertThat(schema.query("SELECT DATE_PART(EPOCH_SECOND, EXPIRES_AT) FROM EXPIRING"))
        .containsExactly(Long.toString(moment.getEpochSecond()));
  }

  @Test
  void writesToAnotherSchemaWhereTheTableNamesOne() {
    EmulatorSchema other = EmulatorSchema.create();
    other.execute("SELECT 1");
    TableSchema qualified =
        new TableSchema(new TableId(other.name() + ".copy"), MAIN.role(), MAIN.columns());
    try (Destination.Session session = schema.open()) {
      session.apply(qualified);
      session.apply(qualified);
      Tables.commit(
          session,
          List.of(new Upsert(qualified.id(), KeyHash.ofUtf8("a"), Row.of("a", "1", null), false)));
    }
    assertThat(other.query("SELECT KEY, VALUE FROM \"COPY\"")).containsExactly("a|1");
    other.execute("DROP SCHEMA " + other.name());
  }

  @Test
  void refusesATableThatWouldDropRowsSilently() {
    TableSchema logging = new TableSchema(new TableId("logs_errors"), MAIN.role(), MAIN.columns());
    try (Destination.Session session = schema.open()) {
      ConnectorException failure =
          catchThrowableOfType(ConnectorException.class, () -> session.apply(logging));
      assertThat(failure).hasMessageContaining("ALTER TABLE LOGS_ERRORS SET ERROR_LOGGING = FALSE");
    }
  }

  @Test
  void refusesATableThatTakesDifferentKeysForOne() {
    TableSchema collated = new TableSchema(new TableId("collated"), MAIN.role(), MAIN.columns());
    try (Destination.Session session = schema.open()) {
      ConnectorException failure =
          catchThrowableOfType(ConnectorException.class, () -> session.apply(collated));
      assertThat(failure).hasMessageContaining("its column KEY has the collation en-ci");
    }
  }

  @Test
  void letsOneOfTwoFirstCommitsWin() throws InterruptedException, ExecutionException {
    try (Destination.Session session = schema.open()) {
      session.apply(MAIN);
    }
    CountDownLatch ready = new CountDownLatch(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<Boolean>> outcomes = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      outcomes.add(threads.submit(() -> commitsFirst(name, ready)));
    }
    List<Boolean> won = new ArrayList<>();
    for (Future<Boolean> outcome : outcomes) {
      won.add(outcome.get());
    }
    threads.shutdown();
    assertThat(won).containsExactlyInAnyOrder(true, false);
    assertThat(schema.query("SELECT KEY FROM \"COPY\"")).hasSize(1);
    assertThat(schema.query("SELECT PIPELINE FROM \"_SKIMMER_STATE\" ORDER BY 1"))
        .containsExactly("", "shop");
  }

  private boolean commitsFirst(String name, CountDownLatch ready) throws InterruptedException {
    try (Destination.Session session = schema.open();
        Writer writer = session.openWriter("shop")) {
      session.apply(MAIN);
      writer.write(List.of(row(name, "1", false)));
      ready.countDown();
      ready.await();
      writer.commit(new StateChange(Optional.empty(), Tables.state(1)));
      return true;
    } catch (ConnectorException e) {
      assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.STATE_CONFLICT);
      return false;
    }
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().matches("skimmer-snowflake-\\d.*"))
          .sorted()
          .toList();
    }
  }
}
