package dev.skimmer.state;

import dev.skimmer.fault.FailPoints;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.Writer;
import java.util.List;

/**
 * A writer for a destination that cannot host state: commits the rows, and then the state in a
 * file. A failure between the two leaves rows that the stored state does not know of, and the
 * engine writes them again; see {@link FileStateStore} for which destinations can bear that.
 */
public final class RowsThenState implements Writer {
  private final Rows rows;
  private final FileStateStore states;

  /**
   * Joins the two.
   *
   * @param rows closed with this writer
   * @param states not closed: it belongs to the session, which holds its lock
   */
  public RowsThenState(Rows rows, FileStateStore states) {
    this.rows = rows;
    this.states = states;
  }

  @Override
  public void write(List<Operation> operations) {
    rows.write(operations);
  }

  /** A state that is not the expected one is found before the rows are committed. */
  @Override
  public void commit(StateChange change) {
    states.requireExpected(change);
    rows.commit();
    FailPoints.pass("between rows and state");
    states.replace(change);
  }

  @Override
  public void rollback() {
    rows.rollback();
  }

  @Override
  public void close() {
    rows.close();
  }

  /** What such a destination itself does. Used by one thread. */
  public interface Rows extends AutoCloseable {
    /**
     * Adds upserts and deletes; may buffer. Replaces the row of a primary key whatever an upsert
     * says to know.
     */
    void write(List<Operation> operations);

    /** Makes everything that was written since the last commit visible and durable. */
    void commit();

    /** Forgets what can be forgotten of everything since the last commit; never throws. */
    void rollback();

    /** Rolls back and frees what it holds; never throws, and may be called twice. */
    @Override
    void close();
  }
}
