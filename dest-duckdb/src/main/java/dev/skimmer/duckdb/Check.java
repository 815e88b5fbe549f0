package dev.skimmer.duckdb;

import dev.skimmer.jdbc.SqlFailures;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Fact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.duckdb.DuckDBConnection;

/** Proves that a sync could write, without writing. */
final class Check {
  private static final String PROBE = "CREATE TABLE \"_skimmer_check\" (probe INTEGER)";

  private final DuckDbConfig config;
  private final DuckDbFile file;

  Check(DuckDbConfig config) {
    this.config = config;
    this.file = new DuckDbFile(config.path());
  }

  List<Fact> facts() {
    file.requirePlace();
    boolean exists = Files.exists(file.path());
    return List.of(
        new Fact("destination", file.description()),
        new Fact("version", "DuckDB " + (exists ? probeFile() : probeMemory())),
        new Fact("file", exists ? size() : "does not exist yet; a sync creates it"));
  }

  private String probeFile() {
    try (DuckDBConnection connection = file.open()) {
      return probe(connection);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  private String probeMemory() {
    try (DuckDBConnection connection = DuckDbFile.openMemory()) {
      return probe(connection);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  private static String probe(DuckDBConnection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(PROBE);
      try (ResultSet row = statement.executeQuery("SELECT version()")) {
        row.next();
        return row.getString(1);
      }
    } finally {
      connection.rollback();
    }
  }

  private ConnectorException translate(SQLException failure) {
    return new SqlFailures(new DuckDbDialect(config), file.description())
        .translate("create a table", failure);
  }

  private String size() {
    try {
      return String.format(Locale.ROOT, "%.1f MB", Files.size(file.path()) / 1e6);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
