package dev.skimmer.jdbc;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.text.Printable;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Optional;

/** Turns failures of a driver into the one exception of connectors. */
public final class SqlFailures {
  private final Dialect dialect;
  private final String description;

  /**
   * Creates a translator.
   *
   * @param description names the database, see {@link Database#description()}
   */
  public SqlFailures(Dialect dialect, String description) {
    this.dialect = dialect;
    this.description = description;
  }

  /**
   * Returns the exception to throw. A {@link ConnectorException} is returned as it is. The driver's
   * exception becomes the cause, but never JDBI's around it, which would print bound values.
   *
   * @param action what could not be done, to stand behind "Cannot", such as {@code write rows}
   */
  public ConnectorException translate(String action, Exception failure) {
    if (failure instanceof ConnectorException known) {
      return known;
    }
    return sqlCause(failure)
        .map(sql -> exception(dialect.classify(sql), action, sql, dialect.adviceFor(sql)))
        .orElseGet(() -> exception(ErrorCode.BUG, action, failure, Optional.empty()));
  }

  /**
   * Returns the exception of a failed commit: {@code COMMIT_UNKNOWN} when the connection broke
   * before the answer.
   */
  ConnectorException translateCommit(Exception failure) {
    boolean lost = sqlCause(failure).filter(dialect::isConnectionLost).isPresent();
    if (!lost) {
      return translate("commit", failure);
    }
    return new ConnectorException(
        ErrorCode.COMMIT_UNKNOWN,
        "The connection to %s broke during a commit: %s. The stored state tells what was committed."
            .formatted(description, Printable.brief(messageOf(failure))),
        failure);
  }

  /** Returns whether the failure says that another transaction wrote the same row. */
  boolean isWriteConflict(Exception failure) {
    return sqlCause(failure).filter(dialect::isWriteConflict).isPresent();
  }

  /** Returns the exception of a transaction that met another one, which was no sync. */
  ConnectorException disturbed(Exception failure) {
    Exception cause = sqlCause(failure).map(Exception.class::cast).orElse(failure);
    return exception(
        ErrorCode.DESTINATION_UNREACHABLE,
        "commit",
        cause,
        Optional.of("Another transaction was in the way; a retry may succeed."));
  }

  private ConnectorException exception(
      ErrorCode code, String action, Exception failure, Optional<String> advice) {
    String message =
        "Cannot %s in %s: %s. %s"
            .formatted(
                action,
                description,
                Printable.brief(messageOf(failure)),
                advice.orElseGet(() -> adviceFor(code)));
    return new ConnectorException(code, message, failure);
  }

  private static String adviceFor(ErrorCode code) {
    return switch (code) {
      case DESTINATION_FULL -> "Free space there; what was committed is kept.";
      case DESTINATION_UNREACHABLE -> "Check that it runs and can be reached; a retry may succeed.";
      case AUTHENTICATION_FAILED, PERMISSION_DENIED ->
          "Correct username, password or what that user may do, and run again.";
      case PIPELINE_BUSY -> "End the other process, or wait until it is done.";
      case BUG -> "This is a bug; please report it.";
      default -> "Nothing of this transaction was kept; correct the cause and run again.";
    };
  }

  private static String messageOf(Exception failure) {
    String message = reasonOf(failure).getMessage();
    return message == null ? failure.getClass().getSimpleName() : withoutDot(message.strip());
  }

  /** A driver may quote the statement of a batch with all its values; what follows says why. */
  private static Exception reasonOf(Exception failure) {
    return failure instanceof BatchUpdateException batch && batch.getNextException() != null
        ? batch.getNextException()
        : failure;
  }

  /** The sentence around it ends with one. */
  private static String withoutDot(String message) {
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private static Optional<SQLException> sqlCause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }
}
