package dev.skimmer.cli;

import dev.skimmer.spi.KeyHash;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables of a sync in any database, for somebody who edits them by hand. */
record EditedTable(String url) {
  private static final String COLUMNS =
      "\"value\", \"data_type\", \"ttl\", \"last_modified\", \"size\", \"expires_at\", \"encoding\", \"_md5\"";

  static EditedTable of(String url) {
    return new EditedTable(url);
  }

  /** Makes one change of each kind. */
  void editRows() {
    execute("UPDATE \"dragonfly_data\" SET \"value\" = 'by hand' WHERE \"key\" = 'string:1'");
    execute(
        "UPDATE \"dragonfly_data\" SET \"_md5\" = (SELECT \"_md5\" FROM \"dragonfly_data\""
            + " WHERE \"key\" = 'hash:2') WHERE \"key\" = 'string:2'");
    execute("DELETE FROM \"dragonfly_data\" WHERE \"key\" = 'string:3'");
    execute(
        "UPDATE \"dragonfly_data\" SET \"expires_at\" = \"last_modified\""
            + " WHERE \"key\" = 'string:4'");
    execute("UPDATE \"dragonfly_data\" SET \"size\" = 7 WHERE \"key\" = 'hash:1'");
    insert(
        "dragonfly_data",
        "ghost",
        COLUMNS,
        COLUMNS + " FROM \"dragonfly_data\" WHERE \"key\" = 'string:0'");
    execute("UPDATE \"dragonfly_data_stream\" SET \"fields\" = '{}' WHERE \"id\" = '1-1'");
    execute("DELETE FROM \"dragonfly_data_stream\" WHERE \"id\" = '2-1'");
    insert("dragonfly_data_stream", "phantom", "\"id\", \"fields\"", "'1-1', '{}'");
  }

  /** Adds a row as the connector itself would: with the hash of the key, where the table has it. */
  private void insert(String table, String key, String columns, String selected) {
    try (Connection connection = DriverManager.getConnection(url)) {
      boolean hashed;
      try (ResultSet found = connection.getMetaData().getColumns(null, null, table, "_key_hash")) {
        hashed = found.next();
      }
      String sql =
          "INSERT INTO \"%s\" (\"key\", %s%s) SELECT '%s', %s%s"
              .formatted(
                  table,
                  hashed ? "\"_key_hash\", " : "",
                  columns,
                  key,
                  hashed ? "?, " : "",
                  selected);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        if (hashed) {
          statement.setBytes(1, KeyHash.ofUtf8(key).toBytes());
        }
        statement.execute();
      }
    } catch (SQLException e) {
      throw new AssertionError(table, e);
    }
  }

  /** Returns every value of every table. */
  List<String> contents() {
    List<String> contents = new ArrayList<>();
    for (String table :
        List.of("dragonfly_data", "dragonfly_data_stream", "_skimmer_state", "_skimmer_syncs")) {
      contents.addAll(texts("SELECT * FROM \"" + table + "\" ORDER BY 1, 2"));
    }
    return contents;
  }

  /** Returns the rows that a query gives, each as one text. */
  List<String> texts(String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(result.getString(i));
        }
        texts.add(String.join("|", values));
      }
      return texts;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }
}
