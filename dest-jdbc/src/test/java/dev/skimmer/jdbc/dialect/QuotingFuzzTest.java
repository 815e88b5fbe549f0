package dev.skimmer.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.skimmer.jdbc.SqlDialect;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** A name is one name to the database, whatever stands in it, or it is refused by name. */
@Tag("promise-35")
class QuotingFuzzTest {
  private static final List<SqlDialect> OTHERS =
      List.of(
          new PostgresDialect(),
          new CockroachDialect(),
          new MySqlDialect(MySqlFamily.MARIADB),
          new SqlServerDialect(),
          new OracleDialect());

  private static Connection sqlite;
  private static Connection h2;

  @BeforeAll
  static void connect() throws SQLException {
    sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
    h2 = DriverManager.getConnection("jdbc:h2:mem:names");
  }

  @AfterAll
  static void disconnect() throws SQLException {
    sqlite.close();
    h2.close();
  }

  @FuzzTest(maxDuration = "30s")
  void anyNameIsOneNameOrRefused(FuzzedDataProvider input) throws SQLException {
    String name = input.consumeRemainingAsString();
    assertOneColumn(sqlite, quoted(new SqliteDialect(), name), name);
    assertOneColumn(h2, quoted(new H2Dialect(), name), name);
    for (SqlDialect dialect : OTHERS) {
      quoted(dialect, name).ifPresent(quoted -> assertClosed(quoted, name));
    }
  }

  /** Returns the quoted name; empty where the dialect refuses it as a mistake of the user. */
  private static Optional<String> quoted(SqlDialect dialect, String name) {
    try {
      return Optional.of(dialect.quote(name));
    } catch (ConnectorException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
      return Optional.empty();
    }
  }

  /** Asks a real database what it takes the name for. */
  private static void assertOneColumn(Connection connection, Optional<String> quoted, String name)
      throws SQLException {
    if (quoted.isEmpty()) {
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT 1 AS " + quoted.get())) {
      assertThat(result.getMetaData().getColumnCount()).isEqualTo(1);
      assertThat(result.getMetaData().getColumnLabel(1)).isEqualTo(name);
    }
  }

  /** Reads the quoted name as the database would, up to the closing mark. */
  private static void assertClosed(String quoted, String name) {
    char close = quoted.charAt(0) == '[' ? ']' : quoted.charAt(0);
    StringBuilder read = new StringBuilder();
    int i = 1;
    while (quoted.charAt(i) != close
        || (i + 1 < quoted.length() && quoted.charAt(i + 1) == close)) {
      read.append(quoted.charAt(i));
      i += quoted.charAt(i) == close ? 2 : 1;
    }
    assertThat(i).isEqualTo(quoted.length() - 1);
    assertThat(read.toString()).isEqualTo(name);
  }
}
