package dev.skimmer.dragonfly.cluster;

import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.ServerProbe;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks the masters of a cluster who they are and who holds which slots, each on a connection of its
 * own that is kept. Safe for concurrent use, one question after another.
 */
public final class ClusterProbe implements AutoCloseable {
  private final Connector seed;
  private final Map<Address, ControlConnection> controls = new HashMap<>();
  private List<Address> known;

  /** Creates a probe that begins at one node, of whatever role. */
  public ClusterProbe(Connector seed) {
    this.seed = seed;
    this.known = List.of(seedAddress());
  }

  /**
   * Returns what one node knows, for a first impression; nobody else is asked.
   *
   * @throws ConnectorException when no known node can be asked
   */
  public synchronized Topology firstImpression() {
    return anyView().topology();
  }

  /**
   * Asks all masters.
   *
   * @throws ConnectorException with {@code SOURCE_NOT_READY} while one of them cannot be asked or
   *     says that the cluster is not whole, with {@code SOURCE_CHANGED} while one loads
   */
  public synchronized Observation observe() {
    NodeView view = anyView();
    Topology topology = view.topology();
    List<String> runs = new ArrayList<>();
    List<String> unrest = new ArrayList<>();
    for (ClusterNode master : topology.masters()) {
      NodeView own = ask(master);
      own.myself().map(ClusterNode::openSlots).orElse(List.of()).stream()
          .map(slot -> "slot " + slot + " moves")
          .forEach(unrest::add);
      if (!own.holdings().equals(view.holdings())) {
        unrest.add("the masters do not agree on who holds which slots");
      }
      runs.add(master.holding() + " " + master.address() + " " + runOf(master));
    }
    if (topology.heldSlots() < Topology.SLOTS) {
      unrest.add("%d slots are held by nobody".formatted(Topology.SLOTS - topology.heldSlots()));
    }
    remember(topology);
    return new Observation(
        topology, ClusterIdentity.of(runs, view.holdings()), unrest.stream().findFirst());
  }

  /** Returns the connections to the masters, for questions; they are closed with this. */
  public synchronized List<ControlConnection> masters() {
    return anyView().topology().masters().stream().map(node -> control(node.address())).toList();
  }

  @Override
  public synchronized void close() {
    controls.values().forEach(ControlConnection::close);
    controls.clear();
  }

  private NodeView ask(ClusterNode master) {
    if (master.hasFailed()) {
      throw notReady(master, "has failed", null);
    }
    NodeView own;
    try {
      own = ViewReader.ask(control(master.address()));
    } catch (ConnectorException e) {
      throw isOutOfReach(e) ? notReady(master, "cannot be reached", e) : e;
    }
    if (!own.myself().map(ClusterNode::id).equals(Optional.of(master.id()))) {
      throw notReady(master, "is another node by now", null);
    }
    if (!own.isOk()) {
      throw notReady(master, "says that the cluster is down", null);
    }
    return own;
  }

  private String runOf(ClusterNode master) {
    try {
      return new ServerProbe(control(master.address())).epoch().value();
    } catch (ConnectorException e) {
      throw isOutOfReach(e) ? notReady(master, "cannot be reached", e) : e;
    }
  }

  /** Asks the nodes that are known, one after another until one answers. */
  private NodeView anyView() {
    Optional<ConnectorException> failure = Optional.empty();
    for (Address address :
        Stream.concat(Stream.of(seedAddress()), known.stream()).distinct().toList()) {
      try {
        return ViewReader.ask(control(address));
      } catch (ConnectorException e) {
        if (!isOutOfReach(e)) {
          throw e;
        }
        failure = failure.or(() -> Optional.of(e));
      }
    }
    throw failure.orElseThrow();
  }

  private void remember(Topology topology) {
    known = topology.masters().stream().map(ClusterNode::address).toList();
    controls
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone =
                  !known.contains(entry.getKey()) && !entry.getKey().equals(seedAddress());
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
  }

  private ControlConnection control(Address address) {
    return controls.computeIfAbsent(
        address, at -> new ControlConnection(seed.at(at.host(), at.port())));
  }

  private Address seedAddress() {
    return new Address(seed.settings().host(), seed.settings().port());
  }

  private static boolean isOutOfReach(ConnectorException failure) {
    return failure.code() == ErrorCode.SOURCE_UNREACHABLE
        || failure.code() == ErrorCode.SOURCE_TIMEOUT;
  }

  private ConnectorException notReady(ClusterNode master, String what, Throwable cause) {
    return new ConnectorException(
        ErrorCode.SOURCE_NOT_READY,
        "Master %s of the cluster of %s %s. Try again when it, or a replica of it, is there."
            .formatted(master.address(), seed.settings().address(), what),
        cause);
  }
}
