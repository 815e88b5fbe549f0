package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.TableId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the keys of a session are: on one server, or on the masters of a cluster. */
interface Deployment extends AutoCloseable {
  /**
   * Returns the identity of what is read, asked now.
   *
   * @throws ConnectorException with {@code SOURCE_CHANGED} while nothing may be removed
   */
  Epoch epoch();

  /**
   * Returns the identity of what can be read, but must not be swept, for it is in motion.
   *
   * @throws ConnectorException when it cannot even be read
   */
  Optional<Epoch> unsettledEpoch();

  /** Divides what is read. */
  List<Split> splits();

  /**
   * Returns where a split is read.
   *
   * @throws ConnectorException with {@code SOURCE_CHANGED} when it is there no more
   */
  Place placeOf(Split split);

  /** Returns where the rows of a table are asked for that a pass has not met. */
  Place placeOfRest(TableId table);

  /** Returns about how many keys a table would hold, where the user may ask. */
  OptionalLong keys(TableId mainTable);

  /** Returns whether a database may hold keys with an expiry. */
  boolean mayExpire(int database);

  /** Returns a connection for questions to each server that is read. */
  List<ControlConnection> controls();

  /** Returns the commands that reading it needs, beyond those that read keys. */
  List<List<String>> commands();

  /** Describes it, beyond what one server tells. */
  List<Fact> facts();

  @Override
  void close();
}
