package dev.skimmer.jdbc;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/** Reads all rows of a table in the order of the schema's columns. */
final class RowQuery {
  /** Few, for a row may hold megabytes. */
  private static final int FETCH_SIZE = 200;

  private final Dialect dialect;
  private final SqlFailures failures;
  private final TableLayout table;

  /** The selected ones: a table that an earlier version made may lack some, which are null then. */
  private final int[] selected;

  RowQuery(Dialect dialect, SqlFailures failures, TableLayout table) {
    this.dialect = dialect;
    this.failures = failures;
    this.table = table;
    List<Column> columns = table.schema().columns();
    this.selected =
        IntStream.range(0, columns.size())
            .filter(i -> table.existing().column(columns.get(i).name()).isPresent())
            .toArray();
  }

  /** Streams the rows; closing the stream closes the handle. */
  Stream<Row> stream(Handle handle) {
    try {
      handle.begin();
      ResultIterator<Row> rows =
          handle
              .createQuery(sql())
              .setFetchSize(FETCH_SIZE)
              .map((row, context) -> read(row))
              .iterator();
      return StreamSupport.stream(new Rows(rows, failures), false)
          .onClose(() -> close(handle, rows));
    } catch (RuntimeException e) {
      giveUp(handle, e);
      throw e;
    }
  }

  /** A handle that closes inside of a transaction would throw, and hide why. */
  private static void giveUp(Handle handle, RuntimeException failure) {
    try (handle) {
      if (handle.isInTransaction()) {
        handle.rollback();
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private String sql() {
    String columns =
        IntStream.of(selected)
            .mapToObj(table.schema().columns()::get)
            .map(column -> dialect.quote(table.nameOf(column)))
            .collect(Collectors.joining(", "));
    return "SELECT %s FROM %s".formatted(columns, table.name().quoted(dialect));
  }

  private Row read(ResultSet row) throws SQLException {
    List<Column> columns = table.schema().columns();
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < selected.length; i++) {
      values[selected[i]] = dialect.read(row, i + 1, columns.get(selected[i]).type());
    }
    return Row.of(values);
  }

  private static final class Rows extends Spliterators.AbstractSpliterator<Row> {
    private final Iterator<Row> rows;
    private final SqlFailures failures;

    Rows(Iterator<Row> rows, SqlFailures failures) {
      super(Long.MAX_VALUE, ORDERED | NONNULL);
      this.rows = rows;
      this.failures = failures;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Row> action) {
      Optional<Row> row = next();
      row.ifPresent(action);
      return row.isPresent();
    }

    private Optional<Row> next() {
      try {
        return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
      } catch (RuntimeException e) {
        throw failures.translate("read rows", e);
      }
    }
  }

  /** The result first: some drivers refuse everything else while one is open. */
  private static void close(Handle handle, ResultIterator<Row> rows) {
    try (handle) {
      rows.close();
      handle.rollback();
    }
  }
}
