package dev.skimmer.duckdb;

import dev.skimmer.jdbc.Database;
import dev.skimmer.jdbc.Dialect;
import dev.skimmer.jdbc.RowBatch;
import dev.skimmer.jdbc.SqlFailures;
import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KnownRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open DuckDB file. The first connection keeps the file open and does nothing else; all work is
 * done on duplicates of it, which are cheap.
 */
final class DuckDbDatabase implements Database {
  private static final Logger LOGGER = LoggerFactory.getLogger(DuckDbDatabase.class);

  /**
   * Measured: the default of 16 MB makes a load 2.7 times slower, more than 256 MB costs memory.
   */
  private static final String CHECKPOINT_THRESHOLD = "256MB";

  private final DuckDbFile file;
  private final DuckDbDialect dialect;
  private final SqlFailures failures;
  private final DuckDBConnection root;

  private DuckDbDatabase(DuckDbFile file, DuckDbDialect dialect, DuckDBConnection root) {
    this.file = file;
    this.dialect = dialect;
    this.failures = new SqlFailures(dialect, file.description());
    this.root = root;
  }

  static DuckDbDatabase open(DuckDbConfig config) {
    DuckDbFile file = new DuckDbFile(config.path());
    DuckDbDatabase database = new DuckDbDatabase(file, new DuckDbDialect(config), file.open());
    try {
      database.configure(config);
    } catch (SQLException e) {
      database.close();
      throw database.failures.translate("set memory_limit and threads", e);
    }
    return database;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public String description() {
    return file.description();
  }

  @Override
  public Connection connect() throws SQLException {
    return root.duplicate();
  }

  @Override
  public RowBatch newBatch(Connection connection) throws SQLException {
    beginNow(connection);
    return new DuckDbBatch((DuckDBConnection) connection, dialect);
  }

  @Override
  public Stream<KnownRow> knownRows(TableLayout table) throws SQLException {
    return new KnownRowQuery(root, dialect, failures, table).stream();
  }

  @Override
  public Stream<String> keys(TableLayout table) throws SQLException {
    return new KnownRowQuery(root, dialect, failures, table).keys();
  }

  @Override
  public Stream<String> keys(TableLayout table, Set<Fingerprint> fingerprints) throws SQLException {
    return new KnownRowQuery(root, dialect, failures, table).keys(fingerprints);
  }

  /** DuckDB writes a checkpoint when the last connection of the process closes. */
  @Override
  public void close() {
    try {
      root.close();
    } catch (SQLException e) {
      LOGGER.warn("Closing {} failed: {}", file.description(), e.getMessage());
    }
  }

  /**
   * Begins the transaction by a statement. The driver begins it at the first one only, and
   * appenders are none: what they write before it is committed at once and cannot be rolled back.
   */
  private static void beginNow(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  private void configure(DuckDbConfig config) throws SQLException {
    try (Statement statement = root.createStatement()) {
      for (String setting :
          List.of(
              "checkpoint_threshold = '" + CHECKPOINT_THRESHOLD + "'",
              "memory_limit = '" + config.memoryLimit() + "'",
              "autoinstall_known_extensions = false",
              "autoload_known_extensions = false")) {
        statement.execute("SET GLOBAL " + setting);
      }
      if (config.threads() > 0) {
        statement.execute("SET GLOBAL threads = " + config.threads());
      }
    }
  }
}
