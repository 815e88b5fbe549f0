package dev.skimmer.jdbc.destination;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.testkit.CommitProxy;
import dev.skimmer.testkit.LostCommit;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

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
