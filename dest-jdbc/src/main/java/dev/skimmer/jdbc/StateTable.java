package dev.skimmer.jdbc;

import static dev.skimmer.spi.ErrorCode.STATE_CONFLICT;
import static dev.skimmer.spi.ErrorCode.STATE_UNREADABLE;

import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StoredState;
import dev.skimmer.text.Printable;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;

/** The table {@code _skimmer_state}: one row a pipeline, changed by compare-and-set only. */
final class StateTable {
  private static final TableName NAME = StateTableSql.NAME;

  private final Database database;
  private final StateTableSql sql;
  private final SqlFailures failures;
  private final Clock clock;

  /** Whether the table was seen: nobody takes it away while a sync runs. */
  private volatile boolean there;

  StateTable(Database database, SqlFailures failures, Clock clock) {
    this.database = database;
    this.sql = new StateTableSql(database.dialect());
    this.failures = failures;
    this.clock = clock;
  }

  /** Creates the table where there is none. */
  void create(Jdbi jdbi) {
    try {
      jdbi.useHandle(this::createIfAbsent);
    } catch (RuntimeException e) {
      if (!isThere(jdbi)) {
        throw failures.translate("create the state table", e);
      }
    }
  }

  /** Another sync may have created it at the same moment. */
  private boolean isThere(Jdbi jdbi) {
    try {
      return jdbi.withHandle(this::isThere);
    } catch (RuntimeException e) {
      return false;
    }
  }

  private boolean isThere(Handle handle) {
    there = there || database.dialect().find(handle, NAME).isPresent();
    return there;
  }

  private void createIfAbsent(Handle handle) {
    if (!isThere(handle)) {
      handle.execute(sql.create());
      there = true;
    }
  }

  Optional<StoredState> load(Handle handle, String pipeline) {
    if (!isThere(handle)) {
      return Optional.empty();
    }
    return handle
        .createQuery(
            sql.of("SELECT {sequence}, {token}, {state} FROM {table} WHERE {pipeline} = ?"))
        .bind(0, keyText(pipeline))
        .map((row, context) -> new StoredState(row.getLong(1), row.getString(2), row.getString(3)))
        .findOne();
  }

  /** Writes the next state in the transaction of {@code handle}, or throws. */
  void compareAndSet(Handle handle, String pipeline, StateChange change) {
    boolean done;
    try {
      if (!database.dialect().enforcesPrimaryKeys()) {
        takeTurn(handle);
      }
      done =
          change.expected().isPresent()
              ? update(handle, pipeline, change.expected().get(), change.next())
              : insert(handle, pipeline, change.next());
    } catch (RuntimeException e) {
      if (failures.isWriteConflict(e)) {
        throw conflict(pipeline, change.expected(), e);
      }
      throw e;
    }
    if (!done) {
      throw conflict(pipeline, change.expected(), null);
    }
  }

  /** Returns whether the stored state is the expected one. */
  boolean isExpected(Handle handle, String pipeline, Optional<StoredState> expected) {
    Optional<StoredState> stored = load(handle, pipeline);
    return stored.isPresent() == expected.isPresent()
        && stored.stream().allMatch(state -> state.isSameCommit(expected.get()));
  }

  /**
   * Returns the exception of a compare-and-set that found another state.
   *
   * @param cause what the database says, or null where the state itself has told
   */
  ConnectorException conflict(String pipeline, Optional<StoredState> expected, Exception cause) {
    String which =
        expected.map(state -> "the one with sequence " + state.sequence()).orElse("none at all");
    return new ConnectorException(
        STATE_CONFLICT,
        "Cannot commit to %s: the stored state of pipeline %s is not the expected one (%s). Another sync"
                .formatted(database.description(), Printable.quoted(pipeline), which)
            + " has written meanwhile. Nothing was committed; run one sync at a time.",
        cause);
  }

  /** Keeps every other transaction out until this one ends. */
  private void takeTurn(Handle handle) {
    int rows =
        handle
            .createUpdate(sql.of("UPDATE {table} SET {updated_at} = ? WHERE {pipeline} = ?"))
            .bind(0, now())
            .bind(1, StateTableSql.TURN)
            .execute();
    if (rows != 1) {
      throw new ConnectorException(
          STATE_UNREADABLE,
          "Cannot commit to %s: its table %s has %d rows whose pipeline is empty, not one. Restore that row; it is how syncs take turns."
              .formatted(database.description(), NAME.table(), rows));
    }
  }

  private boolean update(Handle handle, String pipeline, StoredState expected, StoredState next) {
    int rows =
        handle
            .createUpdate(
                sql.of(
                    "UPDATE {table} SET {sequence} = ?, {token} = ?, {state} = ?, {updated_at} = ?"
                        + " WHERE {pipeline} = ? AND {sequence} = ? AND {token} = ?"))
            .bind(0, next.sequence())
            .bind(1, next.token())
            .bind(2, next.document())
            .bind(3, now())
            .bind(4, keyText(pipeline))
            .bind(5, expected.sequence())
            .bind(6, expected.token())
            .execute();
    return rows == 1;
  }

  private boolean insert(Handle handle, String pipeline, StoredState next) {
    if (load(handle, pipeline).isPresent()) {
      return false;
    }
    int rows =
        handle
            .createUpdate(
                sql.of(
                    "INSERT INTO {table} ({pipeline}, {sequence}, {token}, {state}, {updated_at})"
                        + " VALUES (?, ?, ?, ?, ?)"))
            .bind(0, keyText(pipeline))
            .bind(1, next.sequence())
            .bind(2, next.token())
            .bind(3, next.document())
            .bind(4, now())
            .execute();
    return rows == 1;
  }

  private String keyText(String pipeline) {
    return database.dialect().keyText(pipeline);
  }

  /** Binds UTC by itself: JDBI would go through the time zone of this machine. */
  private Argument now() {
    Instant now = clock.instant();
    return (position, statement, context) ->
        database.dialect().bind(statement, position, ColumnType.TIMESTAMP, now);
  }
}
