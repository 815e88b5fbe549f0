package dev.skimmer.jdbc.destination;

import dev.skimmer.config.Secret;
import dev.skimmer.testkit.ChildSession;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.mssqlserver.MSSQLServerContainer;

/** The contract on a SQL Server in a container; skipped where there is no Docker. */
@ExtendWith(NeedsDocker.class)
class SqlServerContractIT extends JdbcContractTest {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static MSSQLServerContainer server;

  private final String database = newDatabase();

  @BeforeAll
  static void start() {
    server = new MSSQLServerContainer("mcr.microsoft.com/mssql/server:2022-latest").acceptLicense();
    server.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.stop();
    }
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
  public ChildSession child() {
    return new ChildSession(
        UrlOpener.class, List.of(url(), server.getUsername(), server.getPassword()));
  }

  @Override
  public boolean breakConnections() {
    execute(
        "DECLARE @sql nvarchar(max) = N''; SELECT @sql += N'KILL ' + CAST(session_id AS nvarchar(9)) + N';' FROM sys.dm_exec_sessions WHERE program_name = 'skimmer' AND session_id <> @@SPID; EXEC (@sql)");
    return true;
  }

  @Override
  JdbcConfig config() {
    return new JdbcConfig(
        url(),
        Optional.of(server.getUsername()),
        Optional.of(Secret.of(server.getPassword())),
        Optional.empty(),
        Map.of());
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), server.getUsername(), server.getPassword());
  }

  private String url() {
    return server.getJdbcUrl() + ";trustServerCertificate=true;databaseName=" + database;
  }

  private static String newDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    try (Connection connection =
            DriverManager.getConnection(
                server.getJdbcUrl() + ";trustServerCertificate=true",
                server.getUsername(),
                server.getPassword());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      statement.execute("ALTER DATABASE " + name + " SET READ_COMMITTED_SNAPSHOT ON");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return name;
  }
}
