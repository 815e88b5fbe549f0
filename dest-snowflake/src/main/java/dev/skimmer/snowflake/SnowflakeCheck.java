package dev.skimmer.snowflake;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.text.Printable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Proves that a sync could write: by a temporary stage and a temporary table, which nobody else
 * sees and which end with the session. Wakes the warehouse.
 */
final class SnowflakeCheck {
  private static final String PROBE = "\"_SKIMMER_CHECK\"";
  private static final String DESCRIBE =
      "SELECT CURRENT_VERSION(), CURRENT_USER(), CURRENT_ROLE(), CURRENT_WAREHOUSE(),"
          + " CURRENT_DATABASE(), CURRENT_SCHEMA()";

  private final SnowflakeDatabase database;
  private final Grants grants;

  SnowflakeCheck(SnowflakeDatabase database, SnowflakeConfig config) {
    this.database = database;
    this.grants = new Grants(config);
  }

  List<Fact> facts() {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      List<Fact> facts = describe(statement);
      probe(statement);
      return facts;
    } catch (SQLException | RuntimeException e) {
      throw database.failures().translate("create a table and a stage", e);
    }
  }

  private List<Fact> describe(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(DESCRIBE)) {
      row.next();
      String warehouse = require(row.getString(4), "warehouse", grants.warehouse());
      String place = require(row.getString(5), "database", grants.places());
      String schema = require(row.getString(6), "schema", grants.places());
      return List.of(
          new Fact("destination", database.description()),
          fact("version", "Snowflake " + row.getString(1)),
          fact("user", row.getString(2)),
          fact("role", row.getString(3)),
          fact("warehouse", warehouse),
          fact("schema", place + "." + schema));
    }
  }

  /** An insert needs a warehouse that runs, which a query need not. */
  private static void probe(Statement statement) throws SQLException {
    statement.execute("CREATE OR REPLACE TEMPORARY TABLE " + PROBE + " (\"PROBE\" NUMBER(19,0))");
    statement.execute("CREATE TEMPORARY STAGE IF NOT EXISTS " + PROBE);
    statement.execute("INSERT INTO " + PROBE + " VALUES (1)");
  }

  private String require(String name, String kind, String advice) {
    return Optional.ofNullable(name)
        .orElseThrow(
            () ->
                new ConnectorException(
                    ErrorCode.CONFIG_INVALID,
                    "There is no %s in use at %s. %s"
                        .formatted(kind, database.description(), advice)));
  }

  private static Fact fact(String name, String value) {
    return new Fact(name, Printable.brief(String.valueOf(value)));
  }
}
