package dev.skimmer.spi;

import java.util.List;

/**
 * Writes rows and state in one transaction. Used by one thread.
 *
 * <p>Operations of one key take effect in the order in which they are handed over: of several rows
 * with one primary key the last one stays, and a {@link Delete} of a part of the rows of a series
 * may precede the rows that replace it.
 */
public interface Writer extends AutoCloseable {
  /**
   * Adds upserts and deletes to the open transaction, beginning one where none is open. May buffer.
   *
   * @throws ConnectorException when the destination fails: call {@link #rollback()}
   */
  void write(List<Operation> operations);

  /**
   * Commits everything written since the last commit together with the state, or neither.
   *
   * @throws ConnectorException with {@code STATE_CONFLICT} when the stored state is not {@code
   *     expected}, and nothing is committed; with {@code COMMIT_UNKNOWN} when the connection broke
   *     before the answer, and the caller must read the state to know
   */
  void commit(StateChange change);

  /**
   * Forgets everything since the last commit. The writer is usable afterwards, on a new connection
   * where the old one is not to be trusted; never throws.
   */
  void rollback();

  /** Rolls back and frees what the writer holds; never throws, and may be called twice. */
  @Override
  void close();
}
