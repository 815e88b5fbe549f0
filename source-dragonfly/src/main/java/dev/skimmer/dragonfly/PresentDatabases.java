package dev.skimmer.dragonfly;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.dragonfly.connect.Attempts;
import dev.skimmer.dragonfly.connect.DatabaseCensus;
import dev.skimmer.spi.ConnectorException;
import java.time.Duration;
import java.util.List;

/**
 * Which of the databases that a configuration selects the server has.
 *
 * @param selection what is selected
 * @param census asks the server
 * @param address of the server, for messages
 * @param patience how long a server is waited for that is not ready
 */
record PresentDatabases(
    DatabaseSelection selection, DatabaseCensus census, String address, Duration patience) {
  private static final List<Integer> OF_A_CLUSTER = List.of(0);

  /**
   * Returns their numbers in ascending order.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} when one that was named is not there
   */
  List<Integer> list(boolean isInCluster) {
    if (isInCluster) {
      requireClusterHasThem();
      return OF_A_CLUSTER;
    }
    if (selection.all()) {
      return Attempts.run(patience, () -> census.existing(selection.numbers()));
    }
    if (!selection.isSingle()) {
      Attempts.run(
          patience,
          () -> {
            census.requireAll(selection.numbers());
            return selection;
          });
    }
    return selection.numbers();
  }

  private void requireClusterHasThem() {
    if (!selection.all() && !selection.numbers().equals(OF_A_CLUSTER)) {
      throw new ConnectorException(
          CONFIG_INVALID,
          "%s is a node of a cluster, and of a cluster database 0 alone can be copied, but database is %s. Set database to 0."
              .formatted(address, selection));
    }
  }
}
