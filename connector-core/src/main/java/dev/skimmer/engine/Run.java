package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;

/**
 * Something that is ready to be done with both ends of a {@link Pipeline}. One thread at a time
 * runs it; any may stop it.
 *
 * @param <R> what it tells at its end
 */
public interface Run<R> {
  /**
   * Connects, does it, disconnects, and returns how it went. Blocks until then. May be called
   * again, but after {@link #stop} it ends at once.
   *
   * @throws ConnectorException when it could not be brought to its end; what is committed stays
   */
  R run();

  /**
   * Makes it commit what it has and return soon; the result says that it was stopped. Never blocks.
   */
  void stop();
}
