package dev.skimmer.snowflake;

import dev.skimmer.testkit.ChildSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import net.snowflake.client.api.driver.SnowflakeDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract on a real account, whose keys stand in the JSON file that the environment variable
 * names. Each test creates a schema of its own in that database and drops it; the schema of the
 * file is signed in to and left alone.
 */
@EnabledIfEnvironmentVariable(named = AccountContractTest.VARIABLE, matches = ".+")
class AccountContractTest extends SnowflakeContractTest {
  static final String VARIABLE = "SKIMMER_TEST_SNOWFLAKE";

  private final Path file = Path.of(String.valueOf(System.getenv(VARIABLE)));
  private final String schema =
      "SKIMMER_TEST_" + UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);

  @BeforeEach
  void createSchema() throws SQLException {
    fromOutside("CREATE SCHEMA " + schema);
  }

  @AfterEach
  void dropSchema() throws SQLException {
    fromOutside("DROP SCHEMA IF EXISTS " + schema);
  }

  /** Snowflake ends the transaction of a client that has gone away after some minutes only. */
  @Override
  public void forgetDeadClients() {
    SnowflakeConfig config = Configs.account(file);
    List<Long> open = new ArrayList<>();
    try (Connection connection =
            new SnowflakeDriver()
                .connect(config.server().toJdbc(), ConnectionProperties.of(config));
        Statement statement = connection.createStatement()) {
      try (ResultSet transactions = statement.executeQuery("SHOW TRANSACTIONS")) {
        while (transactions.next()) {
          open.add(transactions.getLong("id"));
        }
      }
      for (long id : open) {
        statement.execute("SELECT SYSTEM$ABORT_TRANSACTION(" + id + ")");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  SnowflakeConfig config() {
    return Configs.account(file, schema);
  }

  @Override
  public ChildSession child() {
    return new ChildSession(ConfigOpener.class, List.of(file.toString(), schema));
  }

  private void fromOutside(String sql) throws SQLException {
    SnowflakeConfig config = Configs.account(file);
    try (Connection connection =
            new SnowflakeDriver()
                .connect(config.server().toJdbc(), ConnectionProperties.of(config));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
