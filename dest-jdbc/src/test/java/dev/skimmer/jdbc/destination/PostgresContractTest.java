package dev.skimmer.jdbc.destination;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.testkit.CommitProxy;
import dev.skimmer.testkit.LostCommit;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class PostgresContractTest extends JdbcContractTest {
  private final String schema = PostgresServer.newSchema();

  private Optional<CommitProxy> proxy = Optional.empty();

  @AfterEach
  void closeProxy() {
    proxy.ifPresent(CommitProxy::close);
  }

  @AfterEach
  void dropSchema() {
    PostgresServer.dropSchema(schema);
  }

  @Override
  public boolean breakConnections() {
    PostgresServer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            + " AND application_name = 'skimmer'");
    return true;
  }

  @Override
  public Optional<Destination.Session> openLosingFirstCommit(LostCommit loss) {
    proxy = Optional.of(CommitProxy.start(PostgresServer.port(), loss));
    JdbcConfig config =
        Configs.of(
            PostgresServer.url(proxy.get().port()),
            PostgresServer.USER,
            PostgresServer.PASSWORD,
            schema);
    return Optional.of(new JdbcDestination().open(config, Context.system()));
  }

  @Override
  JdbcConfig config() {
    return Configs.of(PostgresServer.url(), PostgresServer.USER, PostgresServer.PASSWORD, schema);
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        PostgresServer.url() + "?currentSchema=" + schema,
        PostgresServer.USER,
        PostgresServer.PASSWORD);
  }
}
