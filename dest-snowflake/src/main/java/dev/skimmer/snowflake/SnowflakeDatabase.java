package dev.skimmer.snowflake;

import dev.skimmer.jdbc.Database;
import dev.skimmer.jdbc.KnownRowQuery;
import dev.skimmer.jdbc.RowBatch;
import dev.skimmer.jdbc.SqlFailures;
import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.jdbc.destination.ConnectionCache;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.text.Printable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import net.snowflake.client.api.driver.SnowflakeDriver;

/** One schema of a Snowflake account. */
final class SnowflakeDatabase implements Database {
  /** The driver prints stack traces of what it throws, too; kept here lest it be collected. */
  private static final Logger DRIVER = Logger.getLogger("net.snowflake");

  private final SnowflakeConfig config;
  private final SnowflakeDialect dialect;
  private final SqlFailures failures;
  private final ConnectionCache connections = new ConnectionCache(this::open);

  private SnowflakeDatabase(SnowflakeConfig config) {
    this.config = config;
    this.dialect = new SnowflakeDialect(new SnowflakeFailures(config));
    this.failures = new SqlFailures(dialect, description());
  }

  /**
   * Connects, so that whoever may not is told before anything is read.
   *
   * @throws dev.skimmer.spi.ConnectorException when Snowflake cannot be reached or refuses
   */
  static SnowflakeDatabase open(SnowflakeConfig config) {
    PrivateKeyFile.check(config);
    if (DRIVER.getLevel() == null) {
      DRIVER.setLevel(Level.OFF);
    }
    SnowflakeDatabase database = new SnowflakeDatabase(config);
    try {
      database.connections.give(database.open());
    } catch (SQLException | RuntimeException e) {
      throw database.failures.translate("sign in", e);
    }
    return database;
  }

  @Override
  public SnowflakeDialect dialect() {
    return dialect;
  }

  @Override
  public String description() {
    return Printable.brief(
        "Snowflake schema %s.%s at %s"
            .formatted(config.database(), config.schema(), config.server().host()));
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
    return new SnowflakeBatch(connection, dialect, config.maxFileBytes());
  }

  @Override
  public Stream<KnownRow> knownRows(TableLayout table) throws SQLException {
    return KnownRowQuery.stream(open(), dialect, failures, table);
  }

  @Override
  public Duration minimumCommitInterval() {
    return Duration.ofSeconds(config.flushIntervalSeconds());
  }

  @Override
  public void close() {
    connections.close();
  }

  SqlFailures failures() {
    return failures;
  }

  private Connection open() throws SQLException {
    Properties properties = ConnectionProperties.of(config);
    return new SnowflakeDriver().connect(config.server().toJdbc(), properties);
  }
}
