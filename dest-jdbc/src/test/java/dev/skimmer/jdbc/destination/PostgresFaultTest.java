package dev.skimmer.jdbc.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.config.Secret;
import dev.skimmer.engine.Consent;
import dev.skimmer.engine.Outcome;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.SyncOptions;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.jdbc.Database;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import dev.skimmer.testkit.CommitProxy;
import dev.skimmer.testkit.LostCommit;
import dev.skimmer.testkit.MemoryKeyspace;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole syncs into a PostgreSQL in which others are at work, and which breaks off. */
@Tag("promise-26")
@Timeout(90)
class PostgresFaultTest {
  /** More rows than are held back, so that some are written before the commit. */
  private static final int MANY = 10_001;

  private final String schema = PostgresServer.newSchema();
  private final MemoryKeyspace keyspace = new MemoryKeyspace(Map.of("a", "1", "b", "1"));

  @AfterEach
  void dropSchema() {
    PostgresServer.dropSchema(schema);
  }

  private Destination.Session open(int port, String... options) {
    Map<String, Secret> properties = new HashMap<>();
    for (String option : options) {
      properties.merge(
          "options",
          Secret.of("-c " + option),
          (one, other) -> Secret.of(one.reveal() + " " + other.reveal()));
    }
    return new JdbcDestination().open(config(port, properties), Context.system());
  }

  private JdbcConfig config(int port, Map<String, Secret> properties) {
    return new JdbcConfig(
        PostgresServer.url(port),
        Optional.of(PostgresServer.USER),
        Optional.of(Secret.of(PostgresServer.PASSWORD)),
        Optional.of(schema),
        properties);
  }

  private SyncResult sync(String... options) {
    try (Destination.Session session = open(PostgresServer.port(), options)) {
      return sync(session);
    }
  }

  private SyncResult sync(Destination.Session session, Consent... consents) {
    return Pipeline.from(context -> keyspace)
        .to(context -> session)
        .options(new SyncOptions(10, 100))
        .consent(consents)
        .sync()
        .run();
  }

  private void assertEqual() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT key, value FROM keyspace")) {
      Map<String, String> found = new HashMap<>();
      while (rows.next()) {
        assertThat(found.put(rows.getString(1), rows.getString(2))).isNull();
      }
      assertThat(found).isEqualTo(keyspace.keys());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        PostgresServer.url() + "?currentSchema=" + schema,
        PostgresServer.USER,
        PostgresServer.PASSWORD);
  }

  private void awaitThatASyncWaits() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 3_000; i++) {
        if (number(
                statement,
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND application_name = 'skimmer'")
            > 0) {
          return;
        }
        Thread.sleep(10);
      }
    }
    throw new AssertionError("No sync waits for a lock");
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  @Test
  void aDeadlockMeansTheWholeTransactionAgain() throws Exception {
    sync();
    keyspace.keys().replaceAll((key, value) -> "2");
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      statement.execute("SET deadlock_timeout = '60s'"); // the sync is to be the victim
      other.setAutoCommit(false);
      statement.execute("UPDATE keyspace SET value = value WHERE key = 'b'");
      CompletableFuture<SyncResult> sync =
          CompletableFuture.supplyAsync(() -> sync("deadlock_timeout=3s"));
      awaitThatASyncWaits();
      statement.execute("UPDATE keyspace SET value = value WHERE key = 'a'");
      other.rollback();
      assertThat(sync.get().updated()).isEqualTo(2);
    }
    assertEqual();
  }

  @Test
  void aSerializationFailureMeansTheWholeTransactionAgain() throws Exception {
    sync();
    keyspace.keys().replaceAll((key, value) -> "2");
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("UPDATE keyspace SET value = 'somebody' WHERE key = 'a'");
      CompletableFuture<SyncResult> sync =
          CompletableFuture.supplyAsync(() -> sync("default_transaction_isolation=serializable"));
      awaitThatASyncWaits();
      other.commit();
      assertThat(sync.get().updated()).isEqualTo(2);
    }
    assertEqual();
  }

  /** The row of the state was written by somebody who is no sync, and is what it was. */
  @Test
  void aSerializationFailureOfTheStateMeansTheWholeTransactionAgain() throws Exception {
    sync();
    keyspace.keys().replaceAll((key, value) -> "2");
    CompletableFuture<SyncResult> sync = new CompletableFuture<>();
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      keyspace.beforePage(
          () -> {
            keyspace.beforePage(() -> {});
            try {
              statement.execute("UPDATE _skimmer_state SET state = state");
            } catch (SQLException e) {
              throw new AssertionError(e);
            }
          });
      sync.completeAsync(() -> sync("default_transaction_isolation=serializable"));
      awaitThatASyncWaits();
      other.commit();
      assertThat(sync.get().updated()).isEqualTo(2);
    }
    assertEqual();
  }

  @Test
  void aConnectionThatIsTerminatedAgainAndAgainLosesNothing() {
    for (int i = 0; i < 200; i++) {
      keyspace.keys().put("key " + i, "value");
    }
    AtomicInteger pages = new AtomicInteger();
    keyspace.beforePage(
        () -> {
          if (pages.incrementAndGet() % 5 == 0) {
            PostgresServer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'skimmer'");
          }
        });
    SyncResult result = sync();
    assertThat(result.outcome()).isEqualTo(Outcome.IN_SYNC);
    assertThat(result.inserted()).isEqualTo(202);
    assertEqual();
  }

  @Test
  void aServerThatStaysDownEndsTheSyncAndWhatIsCommittedStays() {
    sync();
    for (int i = 0; i < 200; i++) {
      keyspace.keys().put("key " + i, "value");
    }
    CommitProxy proxy =
        CommitProxy.start(PostgresServer.port(), LostCommit.BEFORE_IT_ARRIVES, "no such word", 1);
    AtomicInteger pages = new AtomicInteger();
    keyspace.beforePage(
        () -> {
          if (pages.incrementAndGet() == 15) {
            proxy.close();
            PostgresServer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'skimmer'");
          }
        });
    try (Destination.Session session = open(proxy.port())) {
      ConnectorException failure =
          catchThrowableOfType(ConnectorException.class, () -> sync(session));
      assertThat(failure.code().exitCode()).as(failure.getMessage()).isEqualTo(5);
    }
    // The lease could not be given back, and its process, this one, lives on.
    try (Destination.Session session = open(PostgresServer.port())) {
      SyncResult result = sync(session, Consent.TAKE_OVER);
      assertThat(result.outcome()).isEqualTo(Outcome.IN_SYNC);
      assertThat(result.inserted()).isBetween(1L, 200L);
    }
    assertEqual();
  }

  @Test
  @Tag("promise-31")
  void aRowThatAnotherSyncWroteFirstIsAConflictEvenBeforeTheCommit() {
    sync();
    try (Destination.Session first = open(PostgresServer.port());
        Destination.Session second = open(PostgresServer.port())) {
      first.apply(MemoryKeyspace.TABLE);
      second.apply(MemoryKeyspace.TABLE);
      Optional<StoredState> stored = first.stateStore("keyspace").load();
      try (Writer winner = first.openWriter("keyspace");
          Writer loser = second.openWriter("keyspace")) {
        winner.write(rows(1));
        long next = stored.orElseThrow().sequence() + 1;
        winner.commit(new StateChange(stored, new StoredState(next, "next", "{}")));
        ConnectorException failure =
            catchThrowableOfType(ConnectorException.class, () -> loser.write(rows(MANY)));
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.STATE_CONFLICT);
      }
    }
  }

  @Test
  @Tag("promise-31")
  void aTransactionThatStandsStillIsEndedByTheServerAndMayBeWrittenAgain() throws Exception {
    sync();
    try (Destination.Session session =
        open(PostgresServer.port(), "idle_in_transaction_session_timeout=300ms")) {
      session.apply(MemoryKeyspace.TABLE);
      Optional<StoredState> stored = session.stateStore("keyspace").load();
      long next = stored.orElseThrow().sequence() + 1;
      try (Writer writer = session.openWriter("keyspace")) {
        writer.write(rows(MANY));
        Thread.sleep(1_000);
        StateChange change = new StateChange(stored, new StoredState(next, "next", "{}"));
        ConnectorException failure =
            catchThrowableOfType(ConnectorException.class, () -> writer.commit(change));
        assertThat(failure.category())
            .as(failure.getMessage())
            .isIn(ErrorCategory.TRANSIENT, ErrorCategory.COMMIT_UNKNOWN);
        assertThat(failure).as("without the rows").hasMessageNotContaining("VALUES");
        assertThat(session.stateStore("keyspace").load()).isEqualTo(stored);
      }
    }
  }

  /** Whoever takes over from a sync that stands still would wait for its locks otherwise. */
  @Test
  @Tag("promise-31")
  void theServerIsToldToEndTransactionsThatStandStill() throws Exception {
    try (Database database = JdbcDatabase.open(config(PostgresServer.port(), Map.of()));
        Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet setting = statement.executeQuery("SHOW idle_in_transaction_session_timeout")) {
      setting.next();
      assertThat(setting.getString(1)).isEqualTo("5min");
    }
  }

  @Test
  void aRowThatNoSyncWroteIsNoConflict() {
    sync();
    try (Destination.Session session = open(PostgresServer.port())) {
      session.apply(MemoryKeyspace.TABLE);
      try (Writer writer = session.openWriter("keyspace")) {
        List<Operation> twice = rows(MANY);
        ConnectorException failure =
            catchThrowableOfType(
                ConnectorException.class,
                () -> {
                  writer.write(twice);
                  writer.write(twice);
                });
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.DESTINATION_FAILED);
      }
    }
  }

  private static List<Operation> rows(int count) {
    Map<String, String> keys = new HashMap<>();
    for (int i = 0; i < count; i++) {
      keys.put("new " + i, "value");
    }
    return new MemoryKeyspace(keys)
        .rows().stream().map(PostgresFaultTest::appended).<Operation>map(u -> u).toList();
  }

  private static Upsert appended(Row row) {
    return new Upsert(MemoryKeyspace.TABLE.id(), KeyHash.ofUtf8((String) row.value(0)), row, false);
  }
}
