package dev.skimmer.jdbc;

import dev.skimmer.spi.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Reads failures by their SQLSTATE, whose first two characters are the class. */
final class SqlStates {
  /**
   * PostgreSQL: the server shuts down, crashed, or cannot connect now; or it has ended a connection
   * whose transaction stood still for too long.
   */
  private static final Set<String> SHUTTING_DOWN = Set.of("57P01", "57P02", "57P03", "25P03");

  /** PostgreSQL: disk full. */
  private static final String DISK_FULL = "53100";

  /** Too many connections, out of memory, lock not available, statement cancelled. */
  private static final Set<String> MAY_PASS = Set.of("53200", "53300", "55P03", "57014");

  private static final String PERMISSION = "42501";

  /** The standard's "statement completion unknown", which CockroachDB answers to a commit. */
  private static final String COMPLETION_UNKNOWN = "40003";

  private static final String SERIALIZATION_FAILURE = "40001";

  private SqlStates() {}

  static ErrorCode classify(SQLException failure) {
    String state = stateOf(failure);
    if (state.equals(DISK_FULL)) {
      return ErrorCode.DESTINATION_FULL;
    }
    if (state.startsWith("28")) {
      return ErrorCode.AUTHENTICATION_FAILED;
    }
    if (state.equals(PERMISSION)) {
      return ErrorCode.PERMISSION_DENIED;
    }
    return isTransient(failure, state)
        ? ErrorCode.DESTINATION_UNREACHABLE
        : ErrorCode.DESTINATION_FAILED;
  }

  /** Returns whether the connection broke, so that nobody knows whether a commit took place. */
  static boolean isConnectionLost(SQLException failure) {
    String state = stateOf(failure);
    return state.startsWith("08")
        || state.equals(COMPLETION_UNKNOWN)
        || SHUTTING_DOWN.contains(state)
        || failure instanceof SQLRecoverableException
        || failure instanceof SQLNonTransientConnectionException;
  }

  static boolean isWriteConflict(SQLException failure) {
    String state = stateOf(failure);
    return state.startsWith("23")
        || state.equals(SERIALIZATION_FAILURE)
        || failure instanceof SQLIntegrityConstraintViolationException;
  }

  private static boolean isTransient(SQLException failure, String state) {
    return isConnectionLost(failure)
        || state.startsWith("40")
        || MAY_PASS.contains(state)
        || failure instanceof SQLTransientException;
  }

  private static String stateOf(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }
}
