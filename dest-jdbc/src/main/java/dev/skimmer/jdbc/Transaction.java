package dev.skimmer.jdbc;

import dev.skimmer.spi.ConnectorException;
import java.sql.SQLException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection with an open transaction. After a failed commit the connection is never used again:
 * some drivers go on in auto-commit mode then.
 */
final class Transaction implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Transaction.class);

  private final Handle handle;
  private final SqlFailures failures;
  private boolean broken;

  private Transaction(Handle handle, SqlFailures failures) {
    this.handle = handle;
    this.failures = failures;
  }

  static Transaction begin(Jdbi jdbi, SqlFailures failures) {
    try {
      return new Transaction(jdbi.open().begin(), failures);
    } catch (RuntimeException e) {
      throw failures.translate("begin a transaction", e);
    }
  }

  Handle handle() {
    return handle;
  }

  /** Commits. Close the transaction whatever happens. */
  void commit(Function<Exception, ConnectorException> conflict) {
    try {
      handle.commit();
    } catch (RuntimeException e) {
      broken = true;
      throw failures.isWriteConflict(e) ? conflict.apply(e) : failures.translateCommit(e);
    }
  }

  /** Rolls back what is not committed and disconnects; never throws. */
  @Override
  public void close() {
    try {
      if (handle.isInTransaction()) {
        handle.rollback();
      }
    } catch (RuntimeException e) {
      LOGGER.debug("Rollback failed; the connection is discarded", e);
      broken = true;
    }
    try (handle) {
      if (broken) {
        handle.getConnection().close();
      }
    } catch (SQLException | RuntimeException e) {
      LOGGER.debug("Closing a connection failed", e);
    }
  }
}
