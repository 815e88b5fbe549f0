package dev.skimmer.snowflake;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.testkit.SnowflakeEmulator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.snowflake.client.api.driver.SnowflakeDriver;

/**
 * A schema of the emulator with a name of its own.
 *
 * @param name in upper case
 */
record EmulatorSchema(String name) {
  private static final AtomicInteger COUNT = new AtomicInteger();

  static EmulatorSchema create() {
    return new EmulatorSchema("TEST_" + COUNT.incrementAndGet());
  }

  SnowflakeConfig config() {
    return config(keys -> {});
  }

  SnowflakeConfig config(Consumer<Map<String, String>> change) {
    Map<String, String> keys = Configs.emulatorKeys(SnowflakeEmulator.port(), name);
    change.accept(keys);
    return Configs.bind(keys);
  }

  Destination.Session open() {
    return new SnowflakeDestination().open(config(), Context.system());
  }

  Destination.Session open(Consumer<Map<String, String>> change) {
    return new SnowflakeDestination().open(config(change), Context.system());
  }

  Connection connect() throws SQLException {
    return new SnowflakeDriver()
        .connect(config().server().toJdbc(), ConnectionProperties.of(config()));
  }

  void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns each row as its values joined by a bar. */
  List<String> query(String sql) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", values));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }
}
