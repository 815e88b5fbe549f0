package dev.skimmer.jdbc.destination;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One MariaDB a JVM; each test has a database of its own. */
final class MariaDbServer {
  static final String USER = "root";
  static final String PASSWORD = "";

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private MariaDbServer() {}

  static int port() {
    return Started.SERVER.port();
  }

  static String url() {
    return url(port());
  }

  static String url(int port) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/";
  }

  static String newDatabase() {
    String database = "test_" + DATABASES.incrementAndGet();
    execute("CREATE DATABASE " + database);
    return database;
  }

  static void dropDatabase(String database) {
    execute("DROP DATABASE " + database);
  }

  /** Kills every connection but the one that asks for it. */
  static void killConnections() {
    try (Connection connection = DriverManager.getConnection(url(), USER, PASSWORD);
        Statement statement = connection.createStatement();
        Statement killer = connection.createStatement();
        ResultSet others =
            statement.executeQuery(
                "SELECT id FROM information_schema.processlist"
                    + " WHERE id <> CONNECTION_ID() AND user = 'root'")) {
      while (others.next()) {
        killer.execute("KILL " + others.getLong(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url(), USER, PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts at first use. */
  private static final class Started {
    static final MariaDbProcess SERVER = MariaDbProcess.start();
  }
}
