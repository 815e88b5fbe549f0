package dev.skimmer.jdbc.destination;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;

class MariaDbContractTest extends JdbcContractTest {
  private final String database = MariaDbServer.newDatabase();

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
