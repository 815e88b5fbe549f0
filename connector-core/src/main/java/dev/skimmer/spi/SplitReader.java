package dev.skimmer.spi;

import java.time.Duration;
import java.util.List;

/**
 * Reads one split, in order. Used by one thread, except for {@link #wakeup()}.
 *
 * <p>A call to {@link #poll} either returns the operations of all keys that it marked through
 * {@link KnownRows}, or throws before it has marked any.
 */
public interface SplitReader extends AutoCloseable {
  /**
   * Returns the next operations, waiting up to {@code maxWait} for the first. An empty list is no
   * sign of the end.
   *
   * @throws ConnectorException when the source fails; after a {@code TRANSIENT} failure the engine
   *     closes this reader and opens another at the last checkpoint that this one returned
   */
  List<Operation> poll(Duration maxWait);

  /** Returns whether everything has been returned. */
  boolean isFinished();

  /** Makes a {@link #poll} that waits return at once. Callable from any thread. */
  void wakeup();

  /** Frees what the reader holds; never throws, and may be called twice. */
  @Override
  void close();
}
