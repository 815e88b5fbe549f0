package dev.skimmer.jdbc.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import dev.skimmer.testkit.CommitProxy;
import dev.skimmer.testkit.LostCommit;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MariaDbContractTest extends JdbcContractTest {
  private final String database = MariaDbServer.newDatabase();

  private Optional<CommitProxy> proxy = Optional.empty();

  @AfterEach
  void closeProxy() {
    proxy.ifPresent(CommitProxy::close);
  }

  @AfterEach
  void dropDatabase() {
    MariaDbServer.dropDatabase(database);
  }

  @Override
  public boolean keepsNaN() {
    return false;
  }

  @Override
  public boolean keepsInfinity() {
    return false;
  }

  @Override
  public boolean allowsName(String name) {
    return name.codePoints().allMatch(Character::isBmpCodePoint);
  }

  @Override
  public boolean breakConnections() {
    MariaDbServer.killConnections();
    return true;
  }

  @Override
  public Optional<Destination.Session> openLosingFirstCommit(LostCommit loss) {
    proxy = Optional.of(CommitProxy.start(MariaDbServer.port(), loss));
    JdbcConfig config =
        Configs.of(
            MariaDbServer.url(proxy.get().port()),
            MariaDbServer.USER,
            MariaDbServer.PASSWORD,
            database);
    return Optional.of(new JdbcDestination().open(config, Context.system()));
  }

  /** Each of these characters gets a backslash on its way. */
  @Test
  void takesTheLongestTextThatItNames() {
    TableSchema schema =
        new TableSchema(
            new TableId("long texts"),
            TableRole.ERRORS,
            List.of(
                new Column("key", ColumnType.TEXT, ColumnRole.KEY),
                Column.of("value", ColumnType.TEXT)));
    try (Destination.Session session = open()) {
      session.apply(schema);
      String longest = "'".repeat((int) session.maxTextBytes().orElseThrow());
      Row row = Row.of("k".repeat(1 << 20), longest);
      try (Writer writer = session.openWriter("long texts")) {
        writer.write(List.of(new Upsert(schema.id(), KeyHash.ofUtf8("k"), row, false)));
        writer.commit(new StateChange(Optional.empty(), new StoredState(1, "token", "{}")));
      }
      assertThat(readBack(schema)).containsExactly(row);
    }
  }

  @Override
  JdbcConfig config() {
    return Configs.of(MariaDbServer.url(), MariaDbServer.USER, MariaDbServer.PASSWORD, database);
  }

  @Override
  Connection connect() throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            MariaDbServer.url(), MariaDbServer.USER, MariaDbServer.PASSWORD);
    connection.setCatalog(database);
    return connection;
  }

  @Override
  String quote(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  @Override
  Instant instant(ResultSet result, int position) throws SQLException {
    LocalDateTime value = result.getObject(position, LocalDateTime.class);
    return value == null ? null : value.toInstant(ZoneOffset.UTC);
  }
}
