package dev.skimmer.dragonfly.cluster;

import io.lettuce.core.cluster.SlotHash;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The masters of a cluster and which slots they hold, as one node told. Immutable. */
public final class Topology {
  static final int SLOTS = SlotHash.SLOT_COUNT;

  private final List<ClusterNode> masters;
  private final Map<Address, Address> reachable;
  private final ClusterNode[] holders = new ClusterNode[SLOTS];

  /**
   * Creates a topology.
   *
   * @param masters with the addresses at which we reach them
   * @param reachable those addresses by all that the nodes tell
   */
  Topology(List<ClusterNode> masters, Map<Address, Address> reachable) {
    this.masters = List.copyOf(masters);
    this.reachable = Map.copyOf(reachable);
    for (ClusterNode master : masters) {
      for (SlotRange range : master.slots()) {
        Arrays.fill(holders, range.first(), range.last() + 1, master);
      }
    }
  }

  List<ClusterNode> masters() {
    return masters;
  }

  /** Returns the ids of all masters, those included that hold no slot, in ascending order. */
  public List<String> ids() {
    return masters.stream().map(ClusterNode::id).sorted().toList();
  }

  Optional<Address> addressOf(String id) {
    return masters.stream()
        .filter(master -> master.id().equals(id))
        .map(ClusterNode::address)
        .findFirst();
  }

  /** Returns where a node is reached that other nodes call by this address, if it is a master. */
  Optional<Address> reachable(Address told) {
    return Optional.ofNullable(reachable.get(told));
  }

  /** Returns where the slot of a key is held: CRC16 of the key, or of what it has in braces. */
  Optional<Address> holderOf(byte[] key) {
    return Optional.ofNullable(holders[SlotHash.getSlot(key)]).map(ClusterNode::address);
  }

  long heldSlots() {
    return Arrays.stream(holders).filter(Objects::nonNull).count();
  }
}
