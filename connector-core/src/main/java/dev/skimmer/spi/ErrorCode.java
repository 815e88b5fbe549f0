package dev.skimmer.spi;

import static dev.skimmer.spi.ErrorCategory.CONFIG;
import static dev.skimmer.spi.ErrorCategory.CONFLICT;
import static dev.skimmer.spi.ErrorCategory.DATA;
import static dev.skimmer.spi.ErrorCategory.INTERNAL;
import static dev.skimmer.spi.ErrorCategory.TRANSIENT;

/** What failed. The code decides what the engine does, and the exit code of the command line. */
public enum ErrorCode {
  /** The configuration is wrong. */
  CONFIG_INVALID(CONFIG, 2),
  /** The source cannot be reached, or broke the connection. */
  SOURCE_UNREACHABLE(TRANSIENT, 3),
  /** The source says that it cannot answer at the moment. */
  SOURCE_NOT_READY(TRANSIENT, 3),
  /** The source did not answer in time. */
  SOURCE_TIMEOUT(TRANSIENT, 3),
  /** The source answered something that the protocol does not allow. */
  SOURCE_PROTOCOL(INTERNAL, 3),
  /** The source became another run of the server, or loads or resyncs. */
  SOURCE_CHANGED(TRANSIENT, 3),
  /** The source or the destination refused user and password. */
  AUTHENTICATION_FAILED(CONFIG, 4),
  /** The source or the destination refused a command that a sync needs. */
  PERMISSION_DENIED(CONFIG, 4),
  /** The TLS handshake failed, or a certificate is not to be trusted. */
  TLS_FAILED(CONFIG, 4),
  /** The value is larger than {@code max_value_bytes}. */
  VALUE_TOO_LARGE(DATA, 6),
  /** This type of key cannot be read yet. */
  TYPE_UNSUPPORTED(DATA, 6),
  /** This user may not read this key. */
  KEY_DENIED(DATA, 6),
  /** The key changed each time while it was read. */
  KEY_UNSTABLE(DATA, 6),
  /** The source answered an error for this key. */
  KEY_FAILED(DATA, 6),
  /** The destination cannot be reached, or failed in a way that may pass. */
  DESTINATION_UNREACHABLE(TRANSIENT, 5),
  /** The destination failed. */
  DESTINATION_FAILED(CONFIG, 5),
  /** No space is left where the destination writes. */
  DESTINATION_FULL(CONFIG, 5),
  /** A table of that name is not ours, or another source filled it. */
  TABLE_FOREIGN(CONFIG, 5),
  /** Another process holds the destination or the pipeline. */
  PIPELINE_BUSY(CONFLICT, 8),
  /** The stored state is not the one this run began with. */
  STATE_CONFLICT(CONFLICT, 8),
  /** The stored state cannot be understood. */
  STATE_UNREADABLE(CONFIG, 5),
  /** The answer to a commit was lost. */
  COMMIT_UNKNOWN(ErrorCategory.COMMIT_UNKNOWN, 5),
  /** The sweep would remove more than {@code max_delete_percent} allows. */
  DELETE_GUARD(CONFIG, 7),
  /** A bug in Skimmer. */
  BUG(INTERNAL, 1);

  private final ErrorCategory category;
  private final int exitCode;

  ErrorCode(ErrorCategory category, int exitCode) {
    this.category = category;
    this.exitCode = exitCode;
  }

  public ErrorCategory category() {
    return category;
  }

  /** Returns the exit code of a command that this failure ends. */
  public int exitCode() {
    return exitCode;
  }
}
