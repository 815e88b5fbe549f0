package dev.skimmer.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the tables beside the main one with what an oracle expects. */
public final class OtherTables {
  private static final int MAX_REPORTED = 20;

  private OtherTables() {}

  /** Fails unless the tables of samples, entries and errors hold exactly what is expected. */
  public static void assertEqual(SyncedDatabase database, String table, ExpectedTables expected) {
    assertSamples(database, table, expected);
    assertEntries(database, table, expected);
    assertErrors(database, table, expected.errors());
  }

  /** Fails unless the table of errors holds exactly these keys, with data type and code. */
  public static void assertErrors(Path database, String table, Map<String, String> expected) {
    assertErrors(SyncedDatabase.duckDb(database), table, expected);
  }

  private static void assertErrors(
      SyncedDatabase database, String table, Map<String, String> expected) {
    String query =
        "SELECT key, data_type || ' ' || code || CASE WHEN first_seen <= last_seen AND"
            + " length(message) > 0 THEN '' ELSE ' incomplete' END FROM ";
    assertRows(database, query + table + "_errors", expected);
  }

  private static void assertSamples(
      SyncedDatabase database, String table, ExpectedTables expected) {
    Map<String, String> rows = new TreeMap<>();
    expected
        .samples()
        .forEach(
            (key, samples) ->
                samples.forEach((time, value) -> rows.put(time + " " + key, value.toString())));
    String query = "SELECT key, value, timestamp FROM " + table + "_timeseries";
    assertRows(
        database, query, row -> database.times().millis(row, 3) + " " + row.getString(1), rows);
  }

  private static void assertEntries(
      SyncedDatabase database, String table, ExpectedTables expected) {
    Map<String, String> rows = new TreeMap<>();
    expected
        .entries()
        .forEach(
            (key, entries) -> entries.forEach((id, fields) -> rows.put(id + " " + key, fields)));
    assertRows(database, "SELECT id || ' ' || key, fields FROM " + table + "_stream", rows);
  }

  private static void assertRows(
      SyncedDatabase database, String query, Map<String, String> expected) {
    assertRows(database, query, row -> row.getString(1), expected);
  }

  private static void assertRows(
      SyncedDatabase database, String query, Name nameOf, Map<String, String> expected) {
    List<String> differences = new ArrayList<>();
    Map<String, String> missing = new TreeMap<>(expected);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        String name = nameOf.of(result);
        String stored = String.valueOf(result.getObject(2));
        String wanted = missing.remove(name);
        if (!stored.equals(wanted)) {
          differences.add("%s: stored %s, expected %s".formatted(name, stored, wanted));
        }
      }
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
    missing.forEach((name, wanted) -> differences.add("missing %s: %s".formatted(name, wanted)));
    assertThat(differences.stream().limit(MAX_REPORTED).map(OtherTables::shorten))
        .as("%d differences: %s", differences.size(), query)
        .isEmpty();
  }

  private static String shorten(String text) {
    return text.length() > 500 ? text.substring(0, 500) + "..." : text;
  }

  /** Reads what tells a row from the others. */
  private interface Name {
    String of(ResultSet row) throws SQLException;
  }
}
