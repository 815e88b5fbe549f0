package dev.skimmer.jdbc;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a main table holds, without its values, a page at a time. Owns its connection, so that
 * a writer goes on meanwhile; one query in one transaction sees the last commit and nothing later.
 */
public final class KnownRowQuery extends Spliterators.AbstractSpliterator<KnownRow> {
  private static final Logger LOGGER = LoggerFactory.getLogger(KnownRowQuery.class);
  private static final List<ColumnRole> ROLES =
      List.of(
          ColumnRole.KEY,
          ColumnRole.FINGERPRINT,
          ColumnRole.KIND,
          ColumnRole.EXPIRY,
          ColumnRole.POSITION);

  private final Connection connection;
  private final Dialect dialect;
  private final SqlFailures failures;
  private final List<Column> columns;
  private final Statement statement;
  private final ResultSet rows;
  private boolean finished;

  private KnownRowQuery(
      Connection connection, Dialect dialect, SqlFailures failures, TableLayout table)
      throws SQLException {
    super(Long.MAX_VALUE, DISTINCT | NONNULL);
    this.connection = connection;
    this.dialect = dialect;
    this.failures = failures;
    this.columns =
        ROLES.stream()
            .flatMap(role -> table.schema().columns().stream().filter(c -> c.role() == role))
            .toList();
    connection.setAutoCommit(false);
    this.statement = connection.createStatement();
    statement.setFetchSize(dialect.fetchSize());
    this.rows = statement.executeQuery(sql(table));
  }

  /** Streams the rows on a connection that nobody else uses; closing the stream closes it. */
  public static Stream<KnownRow> stream(
      Connection connection, Dialect dialect, SqlFailures failures, TableLayout table)
      throws SQLException {
    try {
      KnownRowQuery query = new KnownRowQuery(connection, dialect, failures, table);
      return StreamSupport.stream(query, false).onClose(query::close);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public boolean tryAdvance(Consumer<? super KnownRow> action) {
    KnownRow row;
    try {
      if (finished || !rows.next()) {
        finished = true;
        return false;
      }
      row = read();
    } catch (SQLException | RuntimeException e) {
      throw failures.translate("read the known rows", e);
    }
    action.accept(row);
    return true;
  }

  private String sql(TableLayout table) {
    return "SELECT %s FROM %s"
        .formatted(
            columns.stream()
                .map(column -> dialect.quote(table.nameOf(column)))
                .collect(Collectors.joining(", ")),
            table.name().quoted(dialect));
  }

  private KnownRow read() throws SQLException {
    return new KnownRow(
        (String) value(ColumnRole.KEY).orElse(""),
        value(ColumnRole.FINGERPRINT).map(Fingerprint.class::cast),
        (String) value(ColumnRole.KIND).orElse(""),
        value(ColumnRole.EXPIRY)
            .map(expiry -> ((Instant) expiry).toEpochMilli())
            .orElse(KnownRows.NO_EXPIRY),
        value(ColumnRole.POSITION).map(String.class::cast));
  }

  private Optional<Object> value(ColumnRole role) throws SQLException {
    int index =
        IntStream.range(0, columns.size())
            .filter(i -> columns.get(i).role() == role)
            .findFirst()
            .orElse(-1);
    if (index < 0) {
      return Optional.empty();
    }
    ColumnType type = columns.get(index).type();
    return Optional.ofNullable(dialect.read(rows, index + 1, type));
  }

  /** Never throws: whoever closes has what it wants. */
  private void close() {
    try {
      if (!finished) {
        dialect.abandon(connection);
        return;
      }
      try (connection;
          statement;
          rows) {
        connection.rollback();
      }
    } catch (SQLException e) {
      LOGGER.debug("Closing a reader failed", e);
    }
  }
}
