package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.pipeline.Pipeline;
import dev.skimmer.spi.ConnectorException;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections that one reader spreads its pipelines over. Two: with one, the server waits while
 * we read; more gain nothing on a server of one thread.
 */
public final class Lanes implements AutoCloseable {
  private static final int NUMBER = 2;

  private final List<Pipeline> pipelines = new ArrayList<>();
  private int next;

  private Lanes() {}

  /**
   * Opens the connections to a database.
   *
   * @param atLeast how many it takes to keep all threads of the server busy
   * @throws ConnectorException when one cannot be opened; then none is left open
   */
  public static Lanes openFor(Connector connector, int database, int atLeast) {
    return open(connector, database, Math.max(NUMBER, atLeast));
  }

  /** Opens one connection, for what is read elsewhere than the rest. */
  static Lanes openOne(Connector connector, int database) {
    return open(connector, database, 1);
  }

  /** Returns no connections, for a reader that reads all of its keys elsewhere. */
  public static Lanes none() {
    return new Lanes();
  }

  private static Lanes open(Connector connector, int database, int number) {
    Lanes lanes = new Lanes();
    try {
      for (int i = 0; i < number; i++) {
        lanes.pipelines.add(connector.connect(database));
      }
      return lanes;
    } catch (RuntimeException e) {
      lanes.close();
      throw e;
    }
  }

  Pipeline next() {
    next = (next + 1) % pipelines.size();
    return pipelines.get(next);
  }

  @Override
  public void close() {
    pipelines.forEach(Pipeline::close);
  }
}
