package dev.skimmer.jdbc;

import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StateStore;
import dev.skimmer.spi.StoredState;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The state of one pipeline; every call takes a connection of its own. */
final class JdbcStateStore implements StateStore {
  private final Jdbi jdbi;
  private final StateTable states;
  private final SqlFailures failures;
  private final String pipeline;

  JdbcStateStore(Jdbi jdbi, StateTable states, SqlFailures failures, String pipeline) {
    this.jdbi = jdbi;
    this.states = states;
    this.failures = failures;
    this.pipeline = pipeline;
  }

  @Override
  public Optional<StoredState> load() {
    try {
      return jdbi.withHandle(handle -> states.load(handle, pipeline));
    } catch (RuntimeException e) {
      throw failures.translate("read the state", e);
    }
  }

  @Override
  public void replace(StateChange change) {
    states.create(jdbi);
    try (Transaction transaction = Transaction.begin(jdbi, failures)) {
      states.compareAndSet(transaction.handle(), pipeline, change);
      transaction.commit(e -> states.conflict(pipeline, change.expected(), e));
    } catch (RuntimeException e) {
      throw failures.translate("write the state", e);
    }
  }
}
