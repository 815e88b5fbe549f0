package dev.skimmer.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads what a sync wrote, by plain JDBC, and compares it with what an oracle expects. */
public final class Tables {
  private static final int MAX_REPORTED = 20;
  private static final String COLUMNS =
      "key, value, data_type, coalesce(size, -1), encoding, expires_at, _md5, ttl, last_modified";

  private Tables() {}

  private record StoredRow(ExpectedRow row, long ttl, boolean modified) {}

  /**
   * Fails unless the table holds exactly these rows.
   *
   * @param toleranceMillis by how much the expiry that the oracle saw may differ
   */
  public static void assertEqual(
      Path database, String table, Map<String, ExpectedRow> expected, long toleranceMillis) {
    assertEqual(SyncedDatabase.duckDb(database), table, expected, toleranceMillis);
  }

  /**
   * Fails unless the table holds exactly these rows.
   *
   * @param toleranceMillis by how much the expiry that the oracle saw may differ
   */
  public static void assertEqual(
      SyncedDatabase database,
      String table,
      Map<String, ExpectedRow> expected,
      long toleranceMillis) {
    Map<String, StoredRow> stored = read(database, table);
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (key, row) -> {
          StoredRow found = stored.remove(key);
          if (found == null) {
            differences.add("missing: " + key);
          } else if (!isSame(row, found, toleranceMillis)) {
            differences.add("differs: " + key + "\n  expected " + row + "\n  stored   " + found);
          }
        });
    stored.keySet().forEach(key -> differences.add("too many: " + key));
    assertThat(differences.stream().limit(MAX_REPORTED).map(Tables::shorten)).isEmpty();
  }

  /** Returns the one number that a query gives. */
  public static long number(Path database, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Returns the first column that a query gives, as texts. */
  public static List<String> texts(Path database, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (result.next()) {
        texts.add(result.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Changes a database by hand. */
  public static void execute(Path database, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private static boolean isSame(ExpectedRow expected, StoredRow stored, long toleranceMillis) {
    ExpectedRow row = stored.row();
    boolean sameExpiry =
        expected.expiresAtMillis() == 0
            ? row.expiresAtMillis() == 0 && stored.ttl() == -1
            : Math.abs(expected.expiresAtMillis() - row.expiresAtMillis()) <= toleranceMillis
                && stored.ttl() >= 0;
    return sameExpiry
        && stored.modified()
        && isSameValue(expected, row)
        && expected.dataType().equals(row.dataType())
        && expected.size() == row.size()
        && Objects.equals(expected.encoding(), row.encoding())
        && expected.md5().equals(row.md5());
  }

  /** A document whose members are only in another order has not changed. */
  private static boolean isSameValue(ExpectedRow expected, ExpectedRow stored) {
    return Objects.equals(expected.value(), stored.value())
        || (expected.dataType().equals(DocumentOracle.TYPE)
            && stored.dataType().equals(DocumentOracle.TYPE)
            && SortedDocument.of(expected.value()).equals(SortedDocument.of(stored.value())));
  }

  private static Map<String, StoredRow> read(SyncedDatabase database, String table) {
    Map<String, StoredRow> rows = new HashMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT " + COLUMNS + " FROM " + table)) {
      while (result.next()) {
        ExpectedRow row =
            new ExpectedRow(
                result.getString(2),
                result.getString(3),
                result.getLong(4),
                result.getString(5),
                database.times().millis(result, 6),
                HexFormat.of().formatHex(result.getBytes(7)));
        StoredRow previous =
            rows.put(
                result.getString(1),
                new StoredRow(row, result.getLong(8), result.getObject(9) != null));
        assertThat(previous).as("two rows for key %s", result.getString(1)).isNull();
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return rows;
  }

  private static String shorten(String text) {
    return text.length() > 1000 ? text.substring(0, 1000) + "..." : text;
  }
}
