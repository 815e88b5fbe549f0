package dev.skimmer.dragonfly.cluster;

import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.util.Optional;

/**
 * Where the keys of a cluster are read in one pass. Immutable.
 *
 * @param topology as it was when the pass began
 * @param connector to any node; gives the connectors to all others
 */
public record Routes(Topology topology, Connector connector) {
  /**
   * Returns a connector to a master.
   *
   * @throws ConnectorException with {@code SOURCE_CHANGED} when the cluster has no such master
   */
  public Connector toMaster(String id) {
    Address address =
        topology
            .addressOf(id)
            .orElseThrow(
                () -> changed("has no master %s any more".formatted(ErrorReply.of(id).text())));
    return connector.at(address.host(), address.port());
  }

  /** Returns a connector to where a redirection leads. */
  public Connector to(Redirection redirection) {
    return connector.at(redirection.address().host(), redirection.address().port());
  }

  /**
   * Returns where a key is read that the pass has not met.
   *
   * @throws ConnectorException with {@code SOURCE_CHANGED} when nobody holds its slot
   */
  public Redirection toHolderOf(byte[] key) {
    return topology
        .holderOf(key)
        .map(address -> new Redirection(address, false))
        .orElseThrow(() -> changed("has slots that no node holds"));
  }

  /**
   * Returns where an error leads, if it is one that leads to a master.
   *
   * @param answeredAt {@code host:port} of the node that answered it
   */
  public Optional<Redirection> follow(ErrorReply error, String answeredAt) {
    String host = answeredAt.substring(0, answeredAt.lastIndexOf(':'));
    return Redirection.of(error, topology, host);
  }

  private ConnectorException changed(String what) {
    return new ConnectorException(
        ErrorCode.SOURCE_CHANGED,
        "The cluster of %s %s. Try again when no slots move."
            .formatted(connector.settings().address(), what));
  }
}
