package dev.skimmer.snowflake;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.testkit.DestinationContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Collectors;
import net.snowflake.client.api.driver.SnowflakeDriver;

/** The contract on whatever speaks Snowflake's protocol. */
abstract class SnowflakeContractTest extends DestinationContract {
  private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

  /** Returns how to open the schema of the running test. */
  abstract SnowflakeConfig config();

  @Override
  public Destination.Session open() {
    return new SnowflakeDestination().open(config(), Context.system());
  }

  @Override
  public List<Row> readBack(TableSchema schema) {
    String columns =
        schema.columns().stream()
            .map(column -> quoted(column.name()))
            .collect(Collectors.joining(", "));
    List<Row> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT " + columns + " FROM " + quoted(schema.id().name()))) {
      while (result.next()) {
        rows.add(row(result, schema.columns()));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }

  @Override
  public void createForeignTable(TableId id) {
    execute("CREATE TABLE " + quoted(id.name()) + " (NOTE VARCHAR(9))");
  }

  @Override
  public void dropColumn(TableSchema schema, String column) {
    execute("ALTER TABLE %s DROP COLUMN %s".formatted(quoted(schema.id().name()), quoted(column)));
  }

  final void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  final Connection connect() throws SQLException {
    SnowflakeConfig config = config();
    return new SnowflakeDriver().connect(config.server().toJdbc(), ConnectionProperties.of(config));
  }

  private static Row row(ResultSet result, List<Column> columns) throws SQLException {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      Object value =
          switch (columns.get(i).type()) {
            case TEXT -> result.getString(i + 1);
            case INTEGER -> result.getLong(i + 1);
            case DOUBLE -> result.getDouble(i + 1);
            case TIMESTAMP -> result.getTimestamp(i + 1, Calendar.getInstance(UTC));
            case FINGERPRINT -> result.getBytes(i + 1);
          };
      values[i] = result.wasNull() ? null : standard(value);
    }
    return Row.of(values);
  }

  private static String quoted(String name) {
    return '"' + Names.stored(name).replace("\"", "\"\"") + '"';
  }

  private static Object standard(Object value) {
    if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant();
    }
    return value instanceof byte[] bytes ? Fingerprint.ofBytes(bytes) : value;
  }
}
