package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.cluster.ClusterProbe;
import dev.skimmer.dragonfly.cluster.Observation;
import dev.skimmer.dragonfly.cluster.Routes;
import dev.skimmer.dragonfly.cluster.Topology;
import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.DatabaseCensus;
import dev.skimmer.dragonfly.connect.ServerProbe;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.TableId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masters of a cluster, each of which holds the keys of its slots: one split a master, named by
 * the id of the node. What a pass reads by is what was observed when it began; a change of it is
 * another epoch. Safe for concurrent use.
 */
final class ClusterOfMasters implements Deployment {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterOfMasters.class);

  private final Connector connector;
  private final ClusterProbe probe;
  private final Keyspace keyspace;
  private volatile Topology topology;

  /**
   * Creates the view of a cluster.
   *
   * @param connector to any node
   * @param keyspace the only database
   */
  ClusterOfMasters(Connector connector, ClusterProbe probe, Topology topology, Keyspace keyspace) {
    this.connector = connector;
    this.probe = probe;
    this.topology = topology;
    this.keyspace = keyspace;
  }

  @Override
  public Epoch epoch() {
    Observation now = observe();
    now.unrest()
        .ifPresent(
            reason -> {
              throw new ConnectorException(
                  ErrorCode.SOURCE_CHANGED,
                  "Slots of the cluster of %s are in motion (%s), so no row can be called gone. Try again when no slots move."
                      .formatted(connector.settings().address(), reason));
            });
    return new Epoch(now.identity());
  }

  @Override
  public Optional<Epoch> unsettledEpoch() {
    Observation now = observe();
    return Optional.of(new Epoch(now.identity() + now.unrest().map(why -> ", " + why).orElse("")));
  }

  private Observation observe() {
    Observation now = probe.observe();
    topology = now.topology();
    return now;
  }

  @Override
  public List<Split> splits() {
    TableId table = keyspace.tables().main().id();
    return topology.ids().stream().map(id -> new Split(id, table)).toList();
  }

  @Override
  public Place placeOf(Split split) {
    Routes routes = routes();
    return new Place(keyspace, Optional.of(routes.toMaster(split.id())), Optional.of(routes));
  }

  @Override
  public Place placeOfRest(TableId table) {
    return new Place(keyspace, Optional.empty(), Optional.of(routes()));
  }

  private Routes routes() {
    return new Routes(topology, connector);
  }

  /** A master that cannot be asked now is waited for by who asks for the epoch, and not here. */
  @Override
  public OptionalLong keys(TableId mainTable) {
    try {
      return sumOfKeys();
    } catch (ConnectorException e) {
      if (e.category() != ErrorCategory.TRANSIENT) {
        throw e;
      }
      LOG.debug("The keys of the cluster could not be counted", e);
      return OptionalLong.empty();
    }
  }

  private OptionalLong sumOfKeys() {
    long sum = 0;
    for (ControlConnection control : probe.masters()) {
      OptionalLong keys = new ServerProbe(control).keys();
      if (keys.isEmpty()) {
        return keys;
      }
      sum += keys.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  /** A key may move to the node that is read, so that all have a say. */
  @Override
  public boolean mayExpire(int database) {
    return probe.masters().stream()
        .anyMatch(control -> new DatabaseCensus(control).mayExpire(database));
  }

  @Override
  public List<ControlConnection> controls() {
    return probe.masters();
  }

  /** Dragonfly, which moves slots otherwise, does not know {@code ASKING}. */
  @Override
  public List<List<String>> commands() {
    return List.of(
        List.of("CLUSTER", "INFO"),
        List.of("CLUSTER", "NODES"),
        List.of("CLUSTER", "SLOTS"),
        List.of(NeededCommands.ASKING));
  }

  @Override
  public List<Fact> facts() {
    return List.of(new Fact("cluster", topology.ids().size() + " masters"));
  }

  @Override
  public void close() {
    probe.close();
  }
}
