package dev.skimmer.dragonfly.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one node says of its cluster.
 *
 * @param from where it was asked
 * @param isOk whether it says that the cluster is whole ({@code cluster_state:ok})
 * @param nodes all that it knows
 * @param endpoints where clients should go, by the ids of nodes that hold slots: host names, where
 *     the cluster prefers them
 */
record NodeView(
    Address from, boolean isOk, List<ClusterNode> nodes, Map<String, Address> endpoints) {
  NodeView {
    nodes = List.copyOf(nodes);
    endpoints = Map.copyOf(endpoints);
  }

  Optional<ClusterNode> myself() {
    return nodes.stream().filter(ClusterNode::isMyself).findFirst();
  }

  /** Returns the masters that may hold keys. */
  List<ClusterNode> masters() {
    return nodes.stream()
        .filter(ClusterNode::isMaster)
        .filter(node -> node.holdsSlots() || !(node.isStranger() || node.hasFailed()))
        .toList();
  }

  /** Returns who holds which slots since when, as all nodes should tell it. */
  String holdings() {
    return nodes.stream()
        .filter(ClusterNode::holdsSlots)
        .map(ClusterNode::holding)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  Topology topology() {
    List<ClusterNode> masters = new ArrayList<>();
    Map<Address, Address> reachable = new HashMap<>();
    List<ClusterNode> told = masters();
    for (ClusterNode master : told) {
      Address endpoint = endpoints.getOrDefault(master.id(), master.address());
      // The only master, as of an emulated cluster, may call itself by an address that only its own
      // machine knows; we have just reached it.
      Address address = told.size() == 1 && master.isMyself() ? from : endpoint;
      masters.add(master.at(address));
      List.of(master.address(), endpoint, address).forEach(name -> reachable.put(name, address));
    }
    return new Topology(masters, reachable);
  }
}
