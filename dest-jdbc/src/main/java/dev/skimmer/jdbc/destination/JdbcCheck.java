package dev.skimmer.jdbc.destination;

import dev.skimmer.spi.Fact;
import dev.skimmer.text.Printable;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proves that a sync could write, as far as that is possible without writing. */
final class JdbcCheck {
  private static final String PROBE = "_skimmer_check";

  private final JdbcDatabase database;

  JdbcCheck(JdbcDatabase database) {
    this.database = database;
  }

  List<Fact> facts() {
    try (Connection connection = database.connect()) {
      List<Fact> facts = describe(connection);
      if (database.dialect().rollsBackTables()) {
        probe(connection);
      }
      return facts;
    } catch (SQLException | RuntimeException e) {
      throw database.failures().translate("create a table", e);
    }
  }

  private List<Fact> describe(Connection connection) throws SQLException {
    DatabaseMetaData product = connection.getMetaData();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("destination", database.description()));
    facts.add(
        fact("version", database.dialect().product() + " " + product.getDatabaseProductVersion()));
    facts.add(fact("driver", product.getDriverName() + " " + product.getDriverVersion()));
    Optional.ofNullable(product.getUserName())
        .filter(user -> !user.isEmpty())
        .ifPresent(user -> facts.add(fact("user", user)));
    Optional.ofNullable(connection.getSchema())
        .or(() -> catalog(connection))
        .ifPresent(schema -> facts.add(fact("schema", schema)));
    return facts;
  }

  private static Optional<String> catalog(Connection connection) {
    try {
      return Optional.ofNullable(connection.getCatalog());
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private void probe(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE %s (probe INTEGER)".formatted(database.dialect().quote(PROBE)));
    } finally {
      connection.rollback();
    }
  }

  private static Fact fact(String name, String value) {
    return new Fact(name, Printable.brief(value));
  }
}
