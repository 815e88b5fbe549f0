package dev.skimmer.jdbc;

import static dev.skimmer.spi.ErrorCode.BUG;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateStore;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Writer;
import dev.skimmer.text.Printable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * A session on any database that has a {@link Database}. Closes that database when it is closed.
 */
public final class JdbcSession implements Destination.Session {
  private final Database database;
  private final Jdbi jdbi;
  private final SqlFailures failures;
  private final StateTable states;
  private final SchemaEvolution evolution;
  private final Map<TableId, TableLayout> tables = new ConcurrentHashMap<>();

  /**
   * Creates a session; connects when it is first used.
   *
   * @param clock tells when a state was written
   */
  public JdbcSession(Database database, Clock clock) {
    this.database = database;
    this.jdbi = Jdbi.create(new Connections(database));
    jdbi.getConfig(SqlStatements.class)
        .setTemplateEngine(TemplateEngine.NOP)
        .setSqlParser(new PositionalSqlParser());
    this.failures = new SqlFailures(database.dialect(), database.description());
    this.states = new StateTable(database, failures, clock);
    this.evolution = new SchemaEvolution(database.dialect(), database.description());
  }

  @Override
  public void apply(TableSchema schema) {
    try {
      tables.put(schema.id(), jdbi.withHandle(handle -> evolution.apply(handle, schema)));
    } catch (RuntimeException e) {
      throw failures.translate("create table " + Printable.quoted(schema.id().name()), e);
    }
  }

  @Override
  public boolean exists(TableSchema schema) {
    try {
      return jdbi.withHandle(handle -> evolution.exists(handle, schema));
    } catch (RuntimeException e) {
      throw failures.translate("look for table " + Printable.quoted(schema.id().name()), e);
    }
  }

  @Override
  public Stream<KnownRow> knownRows(TableSchema schema) {
    return read(schema, database::knownRows);
  }

  @Override
  public Stream<String> keys(TableSchema schema) {
    return read(schema, database::keys);
  }

  @Override
  public Stream<String> keys(TableSchema schema, Set<Fingerprint> fingerprints) {
    return read(schema, table -> database.keys(table, fingerprints));
  }

  private <T> Stream<T> read(TableSchema schema, TableReader<T> reader) {
    try {
      Optional<TableLayout> table = find(schema);
      return table.isPresent() ? reader.read(table.get()) : Stream.empty();
    } catch (SQLException | RuntimeException e) {
      throw failures.translate("read table " + Printable.quoted(schema.id().name()), e);
    }
  }

  /**
   * Reads a table that is there.
   *
   * @param <T> what becomes of a row
   */
  private interface TableReader<T> {
    Stream<T> read(TableLayout table) throws SQLException;
  }

  @Override
  public Stream<Row> rows(TableSchema schema) {
    try {
      return find(schema)
          .map(table -> new RowQuery(database.dialect(), failures, table).stream(jdbi.open()))
          .orElseGet(Stream::empty);
    } catch (RuntimeException e) {
      throw failures.translate("read table " + Printable.quoted(schema.id().name()), e);
    }
  }

  @Override
  public boolean isEmpty(TableSchema schema) {
    try {
      return find(schema).stream()
          .noneMatch(table -> jdbi.withHandle(handle -> holdsRows(handle, table)));
    } catch (RuntimeException e) {
      throw failures.translate("look into table " + Printable.quoted(schema.id().name()), e);
    }
  }

  @Override
  public Writer openWriter(String pipeline) {
    states.create(jdbi);
    return new JdbcWriter(
        jdbi, database, states, failures, this::layoutOf, pipeline, stateStore(pipeline).load());
  }

  @Override
  public StateStore stateStore(String pipeline) {
    return new JdbcStateStore(jdbi, states, failures, pipeline);
  }

  @Override
  public OptionalLong maxTextBytes() {
    try {
      return jdbi.withHandle(handle -> database.dialect().maxTextBytes(handle.getConnection()));
    } catch (SQLException | RuntimeException e) {
      throw failures.translate("ask for the longest text", e);
    }
  }

  @Override
  public boolean excludesReaders() {
    return database.dialect().excludesReaders();
  }

  @Override
  public Duration minimumCommitInterval() {
    return database.minimumCommitInterval();
  }

  @Override
  public void close() {
    database.close();
  }

  private record Connections(Database database) implements ConnectionFactory {
    @Override
    public Connection openConnection() throws SQLException {
      return database.connect();
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
      database.disconnect(connection);
    }
  }

  private boolean holdsRows(Handle handle, TableLayout table) {
    String key = database.dialect().quote(table.nameOf(table.schema().primaryKey().get(0)));
    return handle
        .createQuery("SELECT %s FROM %s".formatted(key, table.name().quoted(database.dialect())))
        .setMaxRows(1)
        .mapTo(String.class)
        .findFirst()
        .isPresent();
  }

  /** Looks at the catalog only for tables that this session has not brought to their schema. */
  private Optional<TableLayout> find(TableSchema schema) {
    return Optional.ofNullable(tables.get(schema.id()))
        .filter(table -> table.schema().equals(schema))
        .or(() -> jdbi.withHandle(handle -> evolution.find(handle, schema)));
  }

  private TableLayout layoutOf(TableId id) {
    TableLayout layout = tables.get(id);
    if (layout == null) {
      throw new ConnectorException(
          BUG,
          "Cannot write to table %s: its schema was never applied in this session."
              .formatted(Printable.quoted(id.name())));
    }
    return layout;
  }
}
