package dev.skimmer.duckdb;

import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Row;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Appends samples: rows of a text, a moment and a number, which come by the million and in runs of
 * one text. The driver takes a long text by a call of its own for each row; a run is therefore
 * handed over as one text and two lists, in a temporary table, and unfolded by DuckDB. Measured:
 * 0.23 µs a row instead of 0.61 µs.
 */
final class SampleAppender implements FreshRows {
  private static final List<ColumnType> SAMPLE =
      List.of(ColumnType.TEXT, ColumnType.TIMESTAMP, ColumnType.DOUBLE);
  private static final int LONGEST_RUN = 5_000;

  /** So many rows are unfolded at once; as lists they take 16 MB. */
  private static final int MOST_ROWS = 1_000_000;

  private final DuckDBConnection connection;
  private final String stage;
  private final String createStage;
  private final String unfold;
  private DuckDBAppender appender;
  private final long[] moments = new long[LONGEST_RUN];
  private final double[] numbers = new double[LONGEST_RUN];
  private final boolean[] absent = new boolean[LONGEST_RUN];
  private String text = "";
  private int run;
  private int rows;

  SampleAppender(
      DuckDBConnection connection, DuckDbDialect dialect, TableLayout table, String stage)
      throws SQLException {
    this.connection = connection;
    this.stage = stage;
    String quoted = dialect.quote(stage);
    this.createStage =
        "CREATE OR REPLACE TEMP TABLE %s (text VARCHAR, moments BIGINT[], numbers DOUBLE[])"
            .formatted(quoted);
    this.unfold =
        ("INSERT INTO %s (%s) SELECT text, make_timestamp(moment), number FROM"
                + " (SELECT text, unnest(moments) AS moment, unnest(numbers) AS number FROM temp.%s)")
            .formatted(
                table.name().quoted(dialect), dialect.quoteAll(table.schema().columns()), quoted);
    this.appender = open();
  }

  /** Returns whether the rows of a table are samples. */
  static boolean fits(TableLayout table) {
    return table.schema().columns().stream().map(Column::type).toList().equals(SAMPLE);
  }

  @Override
  public void append(Row row) throws SQLException {
    String rowText = (String) row.value(0);
    if (run == LONGEST_RUN || (run > 0 && !rowText.equals(text))) {
      endRun();
    }
    if (run == 0) {
      Surrogates.requirePaired(rowText);
      text = rowText;
    }
    Double number = (Double) row.value(2);
    moments[run] = Timestamps.toMicros((Instant) row.value(1));
    numbers[run] = number == null ? 0 : number;
    absent[run] = number == null;
    run++;
  }

  @Override
  public void finish() throws SQLException {
    endRun();
    unfold();
  }

  @Override
  public void discard() {
    RowAppender.discard(appender);
  }

  private void endRun() throws SQLException {
    if (run == 0) {
      return;
    }
    appender.beginRow();
    appender.append(text);
    appender.append(Arrays.copyOf(moments, run));
    appender.append(Arrays.copyOf(numbers, run), Arrays.copyOf(absent, run));
    appender.endRow();
    rows += run;
    run = 0;
    if (rows >= MOST_ROWS) {
      unfold();
      appender = open();
    }
  }

  private DuckDBAppender open() throws SQLException {
    execute(createStage);
    return RowAppender.toTemporary(connection, stage);
  }

  private void unfold() throws SQLException {
    try (DuckDBAppender full = appender) {
      full.flush();
    }
    execute(unfold);
    rows = 0;
  }

  private void execute(String statement) throws SQLException {
    try (Statement jdbc = connection.createStatement()) {
      jdbc.execute(statement);
    }
  }
}
