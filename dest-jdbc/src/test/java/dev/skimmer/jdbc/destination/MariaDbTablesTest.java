package dev.skimmer.jdbc.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.config.Secret;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables of MariaDB that are there already, and those that others have changed. */
class MariaDbTablesTest {
  private static final SmallTable COPY = SmallTable.named("copy");

  private final String database = MariaDbServer.newDatabase();

  @AfterEach
  void dropDatabase() {
    MariaDbServer.dropDatabase(database);
  }

  @Test
  void isNotConfusedByATableWhoseNameDiffersInCase() {
    execute("CREATE TABLE %s.COPY (`key` INT, other INT)");
    try (Destination.Session session = open(Map.of())) {
      COPY.write(session, COPY.add("a", "1"));
      COPY.write(session, COPY.change("a", "2"));
      assertThat(COPY.read(session)).containsExactly("a=2");
    }
  }

  @Test
  void isNotConfusedByADatabaseWhoseNameDiffersInCase() {
    String other = database.toUpperCase(Locale.ROOT);
    MariaDbServer.execute("CREATE DATABASE " + other);
    MariaDbServer.execute("CREATE TABLE %s.copy (`key` INT, other INT)".formatted(other));
    try (Destination.Session session = open(Map.of())) {
      COPY.write(session, COPY.add("a", "1"));
      COPY.write(session, COPY.change("a", "2"));
      assertThat(COPY.read(session)).containsExactly("a=2");
    } finally {
      MariaDbServer.dropDatabase(other);
    }
  }

  /** There, a changed row would be inserted once more each time. */
  @Test
  void refusesACopyOfItsTableThatHasNoPrimaryKey() {
    try (Destination.Session session = open(Map.of())) {
      COPY.write(session, COPY.add("a", "1"));
      execute("CREATE TABLE %1$s.restored AS SELECT * FROM %1$s.copy");
      assertRefused(session, SmallTable.named("restored"), "its primary key is [] instead of");
    }
  }

  /** There, a changed row would take the place of another one. */
  @Test
  void refusesATableToWhichAUserAddedAUniqueIndex() {
    try (Destination.Session session = open(Map.of())) {
      COPY.write(session, COPY.add("a", "1"), COPY.add("b", "2"));
      execute("CREATE UNIQUE INDEX once ON %s.copy (value(9))");
      assertRefused(session, COPY, "unique index \"once\"");
    }
  }

  @Test
  void takesATableToWhichAUserAddedAnIndex() {
    try (Destination.Session session = open(Map.of())) {
      COPY.write(session, COPY.add("a", "1"));
      execute("CREATE INDEX often ON %s.copy (value(9))");
      COPY.write(session, COPY.change("a", "2"));
      assertThat(COPY.read(session)).containsExactly("a=2");
    }
  }

  @Test
  void refusesATableWhoseEngineHasNoTransactions() {
    try (Destination.Session session = open(Map.of())) {
      COPY.write(session, COPY.add("a", "1"));
      execute("ALTER TABLE %s.copy ENGINE = Aria");
      assertRefused(session, COPY, "its engine is Aria instead of InnoDB");
    }
  }

  @Test
  void keepsTransactionsWhereTheDefaultEngineHasNone() {
    Secret aria = Secret.of("default_storage_engine=Aria");
    try (Destination.Session session = open(Map.of("sessionVariables", aria))) {
      COPY.write(session, COPY.add("a", "1"));
      try (Writer writer = session.openWriter("other")) {
        writer.write(List.of(COPY.add("b", "1")));
        StoredState state = new StoredState(7, "token", "{}");
        ConnectorException failure =
            catchThrowableOfType(
                ConnectorException.class,
                () -> writer.commit(new StateChange(Optional.of(state), state)));
        assertThat(failure.code()).isEqualTo(ErrorCode.STATE_CONFLICT);
      }
      assertThat(COPY.read(session)).containsExactly("a=1");
    }
  }

  @Test
  void refusesANameThatTheServerWouldDecode() {
    SmallTable encoded = SmallTable.named("#mysql50#copy");
    try (Destination.Session session = open(Map.of())) {
      ConnectorException failure =
          catchThrowableOfType(
              ConnectorException.class, () -> encoded.write(session, encoded.add("a", "1")));
      assertThat(failure).isNotNull();
      assertThat(failure.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    }
  }

  private static void assertRefused(Destination.Session session, SmallTable table, String why) {
    ConnectorException failure =
        catchThrowableOfType(
            ConnectorException.class, () -> table.write(session, table.change("a", "2")));
    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.TABLE_FOREIGN);
    assertThat(failure).hasMessageContaining(why);
  }

  private Destination.Session open(Map<String, Secret> properties) {
    return SmallTable.open(
        new JdbcConfig(
            MariaDbServer.url(),
            Optional.of(MariaDbServer.USER),
            Optional.of(Secret.of(MariaDbServer.PASSWORD)),
            Optional.of(database),
            properties));
  }

  private void execute(String sql) {
    MariaDbServer.execute(sql.formatted(database));
  }
}
