package dev.skimmer.dragonfly.extract;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Operation;
import java.util.List;

/**
 * A piece of a reader's work: some keys, read in one or more pipelines. First it reads everything,
 * then it tells the index and emits operations; so a failure never comes between the two.
 */
public interface Unit {
  /** Returns about how many bytes this unit holds in memory. */
  long weight();

  /**
   * Takes in what has arrived and sends what is to be sent next, without waiting.
   *
   * @return whether everything has been read
   * @throws ConnectorException when the source failed
   */
  boolean advance();

  /**
   * Marks the keys as seen and adds their operations. Called once, after {@link #advance} returned
   * true.
   *
   * @return units that have to follow at once, for the keys that need another kind of reading
   */
  List<Unit> finish(List<Operation> operations);
}
