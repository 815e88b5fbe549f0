package dev.skimmer.jdbc;

import static dev.skimmer.spi.ErrorCode.STATE_CONFLICT;

import dev.skimmer.fault.FailPoints;
import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/** Writes rows and state in one transaction, each transaction on a connection of its own. */
final class JdbcWriter implements Writer {
  private final Jdbi jdbi;
  private final Database database;
  private final StateTable states;
  private final SqlFailures failures;
  private final Function<TableId, TableLayout> tables;
  private final String pipeline;
  private Optional<StoredState> expected;
  private Optional<Open> open = Optional.empty();

  JdbcWriter(
      Jdbi jdbi,
      Database database,
      StateTable states,
      SqlFailures failures,
      Function<TableId, TableLayout> tables,
      String pipeline,
      Optional<StoredState> stored) {
    this.jdbi = jdbi;
    this.database = database;
    this.states = states;
    this.failures = failures;
    this.tables = tables;
    this.pipeline = pipeline;
    this.expected = stored;
  }

  @Override
  public void write(List<Operation> operations) {
    RowBatch batch = begun().batch();
    try {
      for (Operation operation : operations) {
        write(batch, operation);
      }
    } catch (SQLException | RuntimeException e) {
      throw explained(e);
    }
  }

  @Override
  public void commit(StateChange change) {
    expected = change.expected();
    Open current = begun();
    try {
      current.batch().prepare();
      writeRowsAndState(current, change);
      FailPoints.pass("before the commit");
      current.transaction().commit(e -> states.conflict(pipeline, expected, e));
      FailPoints.pass("after the commit");
      expected = Optional.of(change.next());
      current.batch().committed();
    } catch (SQLException | RuntimeException e) {
      rollback();
      throw explained(e);
    } finally {
      rollback();
    }
  }

  /**
   * Another sync may have written the same row, and only the state tells that it was a sync. Where
   * the state is as it was, the transaction may be written again.
   */
  private ConnectorException explained(Exception failure) {
    ConnectorException translated = failures.translate("write rows", failure);
    if (!failures.isWriteConflict(failure)) {
      return translated;
    }
    try {
      boolean expectedStill =
          jdbi.withHandle(handle -> states.isExpected(handle, pipeline, expected));
      if (!expectedStill) {
        return states.conflict(pipeline, expected, failure);
      }
      return translated.code() == STATE_CONFLICT ? failures.disturbed(failure) : translated;
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      return translated;
    }
  }

  @Override
  public void rollback() {
    open.ifPresent(Open::close);
    open = Optional.empty();
  }

  @Override
  public void close() {
    rollback();
  }

  /** The state first where that is what keeps others out. */
  private void writeRowsAndState(Open current, StateChange change) throws SQLException {
    boolean rowsFirst = database.dialect().enforcesPrimaryKeys();
    FailPoints.pass("before the rows");
    if (rowsFirst) {
      current.batch().flush();
      FailPoints.pass("between rows and state");
    }
    states.compareAndSet(current.transaction().handle(), pipeline, change);
    if (!rowsFirst) {
      FailPoints.pass("between state and rows");
      current.batch().flush();
    }
  }

  private void write(RowBatch batch, Operation operation) throws SQLException {
    if (operation instanceof Upsert upsert) {
      batch.upsert(tables.apply(upsert.table()), upsert);
    } else if (operation instanceof Delete delete) {
      batch.delete(tables.apply(delete.table()), delete);
    } else if (!(operation instanceof Checkpoint)) {
      throw new IllegalArgumentException("Not an operation to write: " + operation.getClass());
    }
  }

  private Open begun() {
    if (open.isEmpty()) {
      open = Optional.of(begin());
    }
    return open.get();
  }

  private Open begin() {
    Transaction transaction = Transaction.begin(jdbi, failures);
    try {
      RowBatch batch = database.newBatch(transaction.handle().getConnection());
      return new Open(transaction, batch);
    } catch (SQLException | RuntimeException e) {
      transaction.close();
      throw failures.translate("begin a transaction", e);
    }
  }

  private record Open(Transaction transaction, RowBatch batch) {
    void close() {
      batch.close();
      transaction.close();
    }
  }
}
