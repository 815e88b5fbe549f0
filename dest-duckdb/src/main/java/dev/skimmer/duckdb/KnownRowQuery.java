package dev.skimmer.duckdb;

import dev.skimmer.jdbc.SqlFailures;
import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KnownRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Reads what a main table holds, leanly: numbers come out of the driver without a call into native
 * code a value, so the fingerprint is read as two of them and the few kinds as their position in a
 * list. On a connection of its own, in one transaction, so that a writer is not seen.
 */
final class KnownRowQuery {
  /**
   * The two halves are shifted into the range of a signed number; {@link KnownRowReader} undoes it.
   */
  private static final String HALF = "(%s::HUGEINT - 9223372036854775808)::BIGINT";

  /** Of one connection, which lives no longer than the query. */
  private static final String WANTED = "skimmer_wanted";

  private final DuckDBConnection root;
  private final DuckDbDialect dialect;
  private final SqlFailures failures;
  private final TableLayout table;

  KnownRowQuery(
      DuckDBConnection root, DuckDbDialect dialect, SqlFailures failures, TableLayout table) {
    this.root = root;
    this.dialect = dialect;
    this.failures = failures;
    this.table = table;
  }

  /** Streams the rows; closing the stream closes the connection. */
  Stream<KnownRow> stream() throws SQLException {
    return stream(
        connection -> {
          List<String> kinds = kinds(connection);
          return new ChunkedRows<>(connection, sql(kinds), new KnownRowReader(kinds), failures);
        });
  }

  /** Streams the texts of the keys alone; closing the stream closes the connection. */
  Stream<String> keys() throws SQLException {
    return stream(connection -> texts(connection, ""));
  }

  /** The same for the rows with one of these fingerprints. */
  Stream<String> keys(Set<Fingerprint> fingerprints) throws SQLException {
    Optional<String> column = column(ColumnRole.FINGERPRINT);
    if (column.isEmpty()) {
      return keys();
    }
    return stream(
        connection -> {
          putAside(connection, fingerprints);
          return texts(
              connection, " WHERE %s IN (SELECT * FROM temp.%s)".formatted(column.get(), WANTED));
        });
  }

  private ChunkedRows<String> texts(DuckDBConnection connection, String condition)
      throws SQLException {
    String sql =
        "SELECT %s FROM %s%s"
            .formatted(
                column(ColumnRole.KEY).orElseThrow(), table.name().quoted(dialect), condition);
    return new ChunkedRows<>(connection, sql, (columns, at) -> columns[0].getString(at), failures);
  }

  /** As a table of this connection: five thousand literals take longer to parse than to find. */
  private static void putAside(DuckDBConnection connection, Set<Fingerprint> fingerprints)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE %s (fingerprint BLOB)".formatted(WANTED));
    }
    try (DuckDBAppender appender = RowAppender.toTemporary(connection, WANTED)) {
      for (Fingerprint fingerprint : fingerprints) {
        appender.beginRow();
        appender.append(fingerprint.toBytes());
        appender.endRow();
      }
      appender.flush();
    }
  }

  private <T> Stream<T> stream(Query<T> query) throws SQLException {
    DuckDBConnection connection = root.duplicate();
    try {
      connection.setAutoCommit(false);
      ChunkedRows<T> rows = query.run(connection);
      return StreamSupport.stream(rows, false).onClose(rows::close);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Runs a query.
   *
   * @param <T> what becomes of a row
   */
  private interface Query<T> {
    ChunkedRows<T> run(DuckDBConnection connection) throws SQLException;
  }

  private List<String> kinds(DuckDBConnection connection) throws SQLException {
    Optional<String> column = column(ColumnRole.KIND);
    if (column.isEmpty()) {
      return List.of();
    }
    String sql =
        "SELECT DISTINCT %1$s FROM %2$s WHERE %1$s IS NOT NULL"
            .formatted(column.get(), table.name().quoted(dialect));
    List<String> kinds = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        kinds.add(rows.getString(1));
      }
    }
    return kinds;
  }

  private String sql(List<String> kinds) {
    String number =
        "TRY_CAST(%s AS UUID)::UHUGEINT".formatted(column(ColumnRole.FINGERPRINT).orElseThrow());
    return "SELECT %s, %s, %s, %s, %s, %s FROM %s"
        .formatted(
            column(ColumnRole.KEY).orElseThrow(),
            HALF.formatted("(" + number + " >> 64)"),
            HALF.formatted("(" + number + " & 18446744073709551615::UHUGEINT)"),
            kindCode(kinds),
            column(ColumnRole.EXPIRY).map("epoch_ms(%s)"::formatted).orElse("NULL::BIGINT"),
            column(ColumnRole.POSITION).orElse("NULL::VARCHAR"),
            table.name().quoted(dialect));
  }

  private String kindCode(List<String> kinds) {
    if (kinds.isEmpty()) {
      return "NULL::BIGINT";
    }
    String list =
        kinds.stream()
            .map(kind -> "'" + kind.replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    return "list_position([%s], %s)::BIGINT".formatted(list, column(ColumnRole.KIND).orElseThrow());
  }

  private Optional<String> column(ColumnRole role) {
    return table.schema().indexOf(role).stream()
        .mapToObj(i -> dialect.quote(table.schema().columns().get(i).name()))
        .findFirst();
  }
}
