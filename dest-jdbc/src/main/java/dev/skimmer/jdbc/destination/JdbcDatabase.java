package dev.skimmer.jdbc.destination;

import dev.skimmer.jdbc.Database;
import dev.skimmer.jdbc.KnownRowQuery;
import dev.skimmer.jdbc.RowBatch;
import dev.skimmer.jdbc.SqlDialect;
import dev.skimmer.jdbc.SqlFailures;
import dev.skimmer.jdbc.StatementBatch;
import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.jdbc.dialect.Dialects;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.KnownRow;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;

/** A database behind a JDBC URL. */
final class JdbcDatabase implements Database {
  private final JdbcConfig config;
  private final Driver driver;
  private final SqlDialect dialect;
  private final String description;
  private final SqlFailures failures;
  private final ConnectionCache connections = new ConnectionCache(this::open);

  private JdbcDatabase(JdbcConfig config, Driver driver, SqlDialect dialect) {
    this.config = config;
    this.driver = driver;
    this.dialect = dialect;
    this.description = describe(config, dialect);
    this.failures = new SqlFailures(dialect, description);
  }

  /**
   * Connects, to learn what kind of database this is.
   *
   * @throws ConnectorException when the driver is missing, the database does not let us in, or it
   *     is none that we know
   */
  static JdbcDatabase open(JdbcConfig config) {
    Driver driver = Drivers.accepting(JdbcUrl.of(config.url()));
    SqlDialect guessed = Dialects.guess(config.url());
    try {
      return learn(config, driver, connect(config, driver));
    } catch (SQLException | RuntimeException e) {
      throw new SqlFailures(guessed, describe(config, guessed)).translate("open the database", e);
    }
  }

  private static JdbcDatabase learn(JdbcConfig config, Driver driver, Connection connection)
      throws SQLException {
    try {
      SqlDialect dialect = Dialects.of(connection.getMetaData());
      JdbcDatabase database = new JdbcDatabase(config, driver, dialect);
      database.prepare(connection);
      database.connections.give(connection);
      return database;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public SqlDialect dialect() {
    return dialect;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Connection connect() throws SQLException {
    return connections.take();
  }

  @Override
  public void disconnect(Connection connection) throws SQLException {
    connections.give(connection);
  }

  @Override
  public RowBatch newBatch(Connection connection) {
    return new StatementBatch(connection, dialect);
  }

  @Override
  public Stream<KnownRow> knownRows(TableLayout table) throws SQLException {
    return KnownRowQuery.stream(open(), dialect, failures, table);
  }

  @Override
  public void close() {
    connections.close();
  }

  SqlFailures failures() {
    return failures;
  }

  private Connection open() throws SQLException {
    Connection connection = connect(config, driver);
    try {
      prepare(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void prepare(Connection connection) throws SQLException {
    dialect.prepare(connection);
    if (config.schema().isPresent()) {
      dialect.useSchema(connection, config.schema().get());
    }
  }

  private static Connection connect(JdbcConfig config, Driver driver) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(DriverDefaults.of(config.url()));
    config.username().ifPresent(user -> properties.setProperty("user", user));
    config.password().ifPresent(word -> properties.setProperty("password", word.reveal()));
    config.properties().forEach((name, value) -> properties.setProperty(name, value.reveal()));
    Connection connection = driver.connect(config.url(), properties);
    if (connection == null) {
      throw new SQLException("The driver does not know this URL", "08001");
    }
    return connection;
  }

  /** Describes a database that is not connected to. */
  static String describe(JdbcConfig config) {
    return describe(config, Dialects.guess(config.url()));
  }

  private static String describe(JdbcConfig config, SqlDialect dialect) {
    return dialect.product() + " at " + JdbcUrl.of(config.url()).printable();
  }
}
