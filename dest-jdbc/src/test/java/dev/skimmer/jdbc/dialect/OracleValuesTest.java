package dev.skimmer.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** As far as H2, which takes CLOBs in the same way, can show it. */
class OracleValuesTest {
  @Test
  void tellsAnEmptyTextFromNull() throws SQLException {
    assertThat(roundTrip("CLOB", ColumnType.TEXT, "")).isEqualTo("");
    assertThat(roundTrip("CLOB", ColumnType.TEXT, null)).isNull();
  }

  @Test
  void keepsTextsOfAnyLength() throws SQLException {
    for (int length : new int[] {1, 1_000, 1_001, 40_000}) {
      String text = "é".repeat(length);
      assertThat(roundTrip("CLOB", ColumnType.TEXT, text)).isEqualTo(text);
    }
  }

  @Test
  void keepsTimestampsInUtc() throws SQLException {
    Instant instant = Instant.parse("2026-11-24T01:02:03.004Z");
    assertThat(roundTrip("TIMESTAMP(6)", ColumnType.TIMESTAMP, instant)).isEqualTo(instant);
    assertThat(roundTrip("TIMESTAMP(6)", ColumnType.TIMESTAMP, null)).isNull();
  }

  @Test
  void refusesACharacterSetThatLacksCharacters() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE nls_database_parameters AS SELECT 'NLS_CHARACTERSET' AS parameter,"
              + " CAST('AL32UTF8' AS VARCHAR) AS \"VALUE\"");
      OracleCharacters.require(statement);
      statement.execute("UPDATE nls_database_parameters SET \"VALUE\" = 'WE8MSWIN1252'");
      assertThatThrownBy(() -> OracleCharacters.require(statement))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("WE8MSWIN1252");
    }
  }

  private static Object roundTrip(String sqlType, ColumnType type, Object value)
      throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (x " + sqlType + ")");
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
        OracleValues.bind(insert, 1, type, value);
        insert.addBatch();
        insert.executeBatch();
      }
      try (ResultSet row = statement.executeQuery("SELECT x FROM t")) {
        assertThat(row.next()).isTrue();
        return OracleValues.read(row, 1, type);
      }
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:h2:mem:;NON_KEYWORDS=VALUE");
  }
}
