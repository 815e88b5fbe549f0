package dev.skimmer.dragonfly.extract;

import dev.skimmer.spi.ConnectorException;
import java.util.Optional;

/** Where a reader's work comes from. Used by the reader's thread. */
public interface UnitSupply extends AutoCloseable {
  /**
   * Returns the next unit if it can be had without waiting; raises the reader's signal when one may
   * have become available.
   *
   * @throws ConnectorException when the source failed
   */
  Optional<Unit> next();

  /** Returns whether there will be no more units. */
  boolean isExhausted();

  /** Frees what the supply holds; never throws. */
  @Override
  void close();
}
