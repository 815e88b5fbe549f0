package dev.skimmer.jdbc.destination;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps up to two idle connections of a session, because a remote database takes long to connect. A
 * connection that broke is not given out again. Safe for concurrent use.
 */
public final class ConnectionCache implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionCache.class);
  private static final int MAX_IDLE = 2;
  private static final int VALIDATION_SECONDS = 10;

  private final Opener opener;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private boolean closed;

  /** Creates an empty cache. */
  public ConnectionCache(Opener opener) {
    this.opener = opener;
  }

  /** Returns an idle connection that still works, or a new one. */
  public Connection take() throws SQLException {
    for (Optional<Connection> kept = pop(); kept.isPresent(); kept = pop()) {
      if (kept.get().isValid(VALIDATION_SECONDS)) {
        return kept.get();
      }
      closeQuietly(kept.get());
    }
    return opener.open();
  }

  /** Takes a connection back. */
  public void give(Connection connection) throws SQLException {
    if (connection.isClosed()) {
      return;
    }
    try {
      reset(connection);
    } catch (SQLException e) {
      closeQuietly(connection);
      throw e;
    }
    if (!keep(connection)) {
      connection.close();
    }
  }

  /** Closes idle connections, and each one that comes back later; never throws. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    for (Optional<Connection> kept = pop(); kept.isPresent(); kept = pop()) {
      closeQuietly(kept.get());
    }
  }

  private static void reset(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private synchronized Optional<Connection> pop() {
    return Optional.ofNullable(idle.poll());
  }

  private synchronized boolean keep(Connection connection) {
    boolean kept = !closed && idle.size() < MAX_IDLE;
    if (kept) {
      idle.push(connection);
    }
    return kept;
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOGGER.debug("Closing a connection failed", e);
    }
  }

  /** Opens a connection in auto-commit mode. */
  public interface Opener {
    /** Opens a connection; the cache closes it. */
    Connection open() throws SQLException;
  }
}
