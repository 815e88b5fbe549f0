package dev.skimmer.jdbc.destination;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.testkit.ChildSession;
import dev.skimmer.testkit.DestinationContract;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The contract on a database that is looked into with its driver alone. */
abstract class JdbcContractTest extends DestinationContract {
  /** Returns how to open the database of the running test. */
  abstract JdbcConfig config();

  @Override
  public Destination.Session open() {
    return new JdbcDestination().open(config(), Context.system());
  }

  @Override
  public List<Row> readBack(TableSchema schema) {
    String columns =
        schema.columns().stream()
            .map(column -> quote(column.name()))
            .collect(Collectors.joining(", "));
    List<Row> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT " + columns + " FROM " + quote(schema.id().name()))) {
      while (result.next()) {
        rows.add(row(result, schema.columns()));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }

  @Override
  public ChildSession child() {
    JdbcConfig config = config();
    return new ChildSession(
        UrlOpener.class,
        config.schema().isEmpty()
            ? List.of(config.url())
            : List.of(
                config.url(),
                config.username().orElseThrow(),
                config.password().orElseThrow().reveal(),
                config.schema().get()));
  }

  @Override
  public void createForeignTable(TableId id) {
    execute("CREATE TABLE " + quote(id.name()) + " (note VARCHAR(9))");
  }

  @Override
  public void dropColumn(TableSchema schema, String column) {
    execute("ALTER TABLE %s DROP COLUMN %s".formatted(quote(schema.id().name()), quote(column)));
  }

  /** Connects to where the tables of the running test are. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(config().url());
  }

  String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  Instant instant(ResultSet result, int position) throws SQLException {
    OffsetDateTime value = result.getObject(position, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  final void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Row row(ResultSet result, List<Column> columns) throws SQLException {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      Object value =
          switch (columns.get(i).type()) {
            case TEXT -> result.getString(i + 1);
            case INTEGER -> result.getLong(i + 1);
            case DOUBLE -> result.getDouble(i + 1);
            case TIMESTAMP -> instant(result, i + 1);
            case FINGERPRINT -> fingerprint(result, i + 1);
          };
      values[i] = result.wasNull() ? null : value;
    }
    return Row.of(values);
  }

  private static Fingerprint fingerprint(ResultSet result, int position) throws SQLException {
    byte[] bytes = result.getBytes(position);
    return bytes == null ? null : Fingerprint.ofBytes(bytes);
  }
}
