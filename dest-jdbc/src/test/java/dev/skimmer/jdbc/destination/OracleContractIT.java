package dev.skimmer.jdbc.destination;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.oracle.OracleContainer;

/** The contract on an Oracle database in a container; skipped where there is no Docker. */
@ExtendWith(NeedsDocker.class)
class OracleContractIT extends JdbcContractTest {
  private static final String PASSWORD = "Not_a_secret_1";
  private static final AtomicInteger USERS = new AtomicInteger();
  private static OracleContainer server;

  private final String user = newUser();

  @BeforeAll
  static void start() {
    server = new OracleContainer("gvenzl/oracle-free:23-slim-faststart").withPassword(PASSWORD);
    server.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.stop();
    }
  }

  @Override
  public boolean allowsName(String name) {
    return name.indexOf('"') < 0;
  }

  @Override
  JdbcConfig config() {
    return Configs.of(server.getJdbcUrl(), user, PASSWORD, user);
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection(server.getJdbcUrl(), user, PASSWORD);
  }

  @Override
  Instant instant(ResultSet result, int position) throws SQLException {
    LocalDateTime value = result.getObject(position, LocalDateTime.class);
    return value == null ? null : value.toInstant(ZoneOffset.UTC);
  }

  private static String newUser() {
    String name = "TEST_" + USERS.incrementAndGet();
    try (Connection connection =
            DriverManager.getConnection(server.getJdbcUrl(), "system", PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE USER %s IDENTIFIED BY \"%s\"".formatted(name, PASSWORD));
      statement.execute("GRANT CREATE SESSION, CREATE TABLE, UNLIMITED TABLESPACE TO " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return name;
  }
}
