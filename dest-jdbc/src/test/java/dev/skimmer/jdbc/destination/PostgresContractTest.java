package dev.skimmer.jdbc.destination;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;

class PostgresContractTest extends JdbcContractTest {
  private final String schema = PostgresServer.newSchema();

  @AfterEach
  void dropSchema() {
    PostgresServer.dropSchema(schema);
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
