package dev.skimmer.duckdb;

import dev.skimmer.jdbc.ExistingColumn;
import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends rows to one table, one by one. */
final class RowAppender implements FreshRows {
  private static final Logger LOGGER = LoggerFactory.getLogger(RowAppender.class);

  /** DuckDB flushes by itself after some 200,000 rows only, however large they are. */
  private static final long FLUSH_CHARS = 16L << 20;

  private static final int NOT_OURS = -1;
  private static final String TEMP = "temp";
  private static final String MAIN = "main";

  private final DuckDBAppender appender;
  private final ColumnType[] types;
  private final int[] sources;
  private long chars;

  private RowAppender(DuckDBAppender appender, ColumnType[] types, int[] sources) {
    this.appender = appender;
    this.types = types;
    this.sources = sources;
  }

  /** Appends to the table itself, whose columns may be more and in another order than ours. */
  static RowAppender toTable(DuckDBConnection connection, TableLayout table) throws SQLException {
    List<Column> columns = table.schema().columns();
    int[] sources =
        table.existing().columns().stream()
            .mapToInt(existing -> sourceOf(existing, columns))
            .toArray();
    DuckDBAppender appender =
        connection.createAppender(
            connection.getCatalog(), table.name().schema().orElse(MAIN), table.name().table());
    return new RowAppender(appender, types(columns), sources);
  }

  /** Appends to a temporary table with exactly our columns. */
  static RowAppender toStage(DuckDBConnection connection, TableLayout table, String stage)
      throws SQLException {
    ColumnType[] types = types(table.schema().columns());
    int[] sources = IntStream.range(0, types.length).toArray();
    return new RowAppender(toTemporary(connection, stage), types, sources);
  }

  /** Appends to a temporary table of keys, each with two bounds where rows have subkeys. */
  static RowAppender toKeys(DuckDBConnection connection, TableLayout table, String stage)
      throws SQLException {
    List<Column> primaryKey = table.schema().primaryKey();
    ColumnType[] types =
        primaryKey.size() == 1
            ? new ColumnType[] {ColumnType.TEXT}
            : new ColumnType[] {
              ColumnType.TEXT, primaryKey.get(1).type(), primaryKey.get(1).type()
            };
    return new RowAppender(
        toTemporary(connection, stage), types, IntStream.range(0, types.length).toArray());
  }

  /** Opens the driver's appender to a temporary table of a connection. */
  static DuckDBAppender toTemporary(DuckDBConnection connection, String table) throws SQLException {
    return connection.createAppender(TEMP, MAIN, table);
  }

  @Override
  public void append(Row row) throws SQLException {
    appender.beginRow();
    for (int source : sources) {
      if (source == NOT_OURS) {
        appender.appendDefault();
      } else {
        append(row.value(source), types[source]);
      }
    }
    appender.endRow();
    if (chars > FLUSH_CHARS) {
      appender.flush();
      chars = 0;
    }
  }

  @Override
  public void finish() throws SQLException {
    try (appender) {
      appender.flush();
    }
  }

  @Override
  public void discard() {
    discard(appender);
  }

  /** Closes the driver's appender; never throws. The transaction has to be rolled back. */
  static void discard(DuckDBAppender appender) {
    try {
      appender.close();
    } catch (SQLException e) {
      LOGGER.debug("Closing an appender failed; its transaction is rolled back", e);
    }
  }

  private void append(Object value, ColumnType type) throws SQLException {
    if (value == null) {
      appender.appendNull();
      return;
    }
    switch (type) {
      case TEXT -> appendText((String) value);
      case INTEGER -> appender.append(((Long) value).longValue());
      case DOUBLE -> appender.append(((Double) value).doubleValue());
      case TIMESTAMP -> appender.appendEpochMicros(Timestamps.toMicros((Instant) value));
      case FINGERPRINT -> appender.append(((Fingerprint) value).toBytes());
    }
  }

  private void appendText(String text) throws SQLException {
    Surrogates.requirePaired(text);
    chars += text.length();
    appender.append(text);
  }

  private static ColumnType[] types(List<Column> columns) {
    return columns.stream().map(Column::type).toArray(ColumnType[]::new);
  }

  private static int sourceOf(ExistingColumn existing, List<Column> columns) {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).name().equalsIgnoreCase(existing.name()))
        .findFirst()
        .orElse(NOT_OURS);
  }
}
