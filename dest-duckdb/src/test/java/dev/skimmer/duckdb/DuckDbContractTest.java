package dev.skimmer.duckdb;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.testkit.ChildSession;
import dev.skimmer.testkit.DestinationContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

class DuckDbContractTest extends DestinationContract {
  @TempDir Path folder;

  @Override
  public Destination.Session open() {
    return new DuckDbDestination().open(config(), Context.system());
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
    return new ChildSession(FileOpener.class, List.of(config().path().toString()));
  }

  @Override
  public void createForeignTable(TableId id) {
    execute("CREATE TABLE " + quote(id.name()) + " (note VARCHAR)");
  }

  @Override
  public void dropColumn(TableSchema schema, String column) {
    execute("ALTER TABLE %s DROP COLUMN %s".formatted(quote(schema.id().name()), quote(column)));
  }

  DuckDbConfig config() {
    return DuckDbConfig.of(folder.resolve("contract.duckdb"));
  }

  private void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:duckdb:" + config().path());
  }

  private static Row row(ResultSet result, List<Column> columns) throws SQLException {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      Object value =
          switch (columns.get(i).type()) {
            case TEXT -> result.getString(i + 1);
            case INTEGER, DOUBLE -> result.getObject(i + 1);
            case TIMESTAMP -> result.getObject(i + 1, LocalDateTime.class);
            case FINGERPRINT -> result.getBytes(i + 1);
          };
      values[i] = standard(value);
    }
    return Row.of(values);
  }

  private static Object standard(Object value) {
    if (value instanceof LocalDateTime utc) {
      return utc.toInstant(ZoneOffset.UTC);
    }
    return value instanceof byte[] bytes ? Fingerprint.ofBytes(bytes) : value;
  }

  private static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
