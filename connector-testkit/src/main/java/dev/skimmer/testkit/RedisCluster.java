package dev.skimmer.testkit;

import static dev.skimmer.testkit.ClusterView.ask;
import static dev.skimmer.testkit.ClusterView.await;
import static dev.skimmer.testkit.ClusterView.id;
import static dev.skimmer.testkit.ClusterView.replicationNumber;
import static dev.skimmer.testkit.ClusterView.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A real Redis Cluster on loopback: masters that share all slots evenly, in the order of their
 * numbers, and one replica each where wanted. Joined by commands alone, without {@code redis-cli}.
 *
 * <pre>{@code
 * try (RedisCluster cluster = RedisCluster.start();
 *     ClusterClient client = cluster.client()) {
 *   client.call("key", "SET", "key", "value");
 *   cluster.moveSlot(cluster.slotOf("key"), 1);
 * }
 * }</pre>
 *
 * <p>Not safe for concurrent use.
 */
public final class RedisCluster implements AutoCloseable {
  /** How many slots a cluster has. */
  public static final int SLOTS = 16_384;

  private static final int MASTERS = 3;
  private static final int NODE_TIMEOUT_MILLIS = 2_000;
  private static final int MOVED_AT_ONCE = 100;
  private static final int MIGRATE_MILLIS = 10_000;

  private final List<RedisServerFixture> masters = new ArrayList<>();
  private final List<RedisServerFixture> replicas = new ArrayList<>();

  private RedisCluster() {}

  /** Starts three masters without replicas and waits until each knows all slots. */
  public static RedisCluster start() {
    return start(MASTERS);
  }

  /**
   * Starts masters without replicas and waits until each knows all slots.
   *
   * @param masters how many, at least one
   * @param arguments for each node, as on the command line of {@code redis-server}
   */
  public static RedisCluster start(int masters, String... arguments) {
    return start(masters, false, arguments);
  }

  /**
   * Starts masters with a replica each, waits until all know all slots, and until the replicas have
   * copied their masters. A replica takes over a few seconds after its master was killed.
   */
  public static RedisCluster startWithReplicas(int masters, String... arguments) {
    return start(masters, true, arguments);
  }

  private static RedisCluster start(int masters, boolean replicas, String... arguments) {
    RedisCluster cluster = new RedisCluster();
    try {
      for (int i = 0; i < masters; i++) {
        cluster.masters.add(startNode(arguments));
      }
      for (int i = 0; replicas && i < masters; i++) {
        cluster.replicas.add(startNode(arguments));
      }
      cluster.join();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static RedisServerFixture startNode(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"));
    arguments.addAll(List.of("--cluster-node-timeout", Integer.toString(NODE_TIMEOUT_MILLIS)));
    arguments.addAll(List.of("--cluster-replica-validity-factor", "0"));
    arguments.addAll(List.of("--repl-diskless-sync-delay", "0"));
    arguments.addAll(List.of(more));
    return RedisServerFixture.startNode(arguments);
  }

  /** Returns a master by its number, from 0: the node that was one when the cluster was started. */
  public RedisServerFixture master(int number) {
    return masters.get(number);
  }

  /** Returns how many masters the cluster was started with. */
  public int masters() {
    return masters.size();
  }

  /** Returns the replica that the master of the same number was started with. */
  public RedisServerFixture replica(int number) {
    return replicas.get(number);
  }

  /** Opens a client that writes to whichever node holds a key; close it. */
  public ClusterClient client() {
    return new ClusterClient(nodes().stream().map(RedisServerFixture::port).toList());
  }

  /** Returns the slot of a key. */
  public int slotOf(Object key) {
    return Math.toIntExact((Long) ask(masters.get(0), "CLUSTER", "KEYSLOT", key));
  }

  /** Returns the number of the master that had a slot when the cluster was started. */
  public int firstOwnerOf(int slot) {
    return IntStream.range(0, masters.size())
        .filter(i -> slot < ClusterView.firstSlot(i + 1, masters.size()))
        .findFirst()
        .orElseThrow();
  }

  /** Runs something on a connection to each node that lives, one after another. */
  public void onEachNode(Consumer<RespClient> action) {
    for (RedisServerFixture node : live()) {
      try (RespClient client = node.client()) {
        action.accept(client);
      }
    }
  }

  /**
   * Begins to move a slot: from now on one master is giving it away and the other is taking it, but
   * no key has moved. It stays so until {@link #endMove} or {@link #cancelMove}.
   *
   * @param from number of the master that holds it
   * @param to number of the master that is to hold it
   */
  public void beginMove(int slot, int from, int to) {
    ask(masters.get(to), "CLUSTER", "SETSLOT", slot, "IMPORTING", id(masters.get(from)));
    ask(masters.get(from), "CLUSTER", "SETSLOT", slot, "MIGRATING", id(masters.get(to)));
  }

  /**
   * Moves keys of a slot whose move has begun.
   *
   * @param most how many at most
   * @return how many were moved
   */
  public int moveKeys(int slot, int from, int to, int most) {
    int moved = 0;
    try (RespClient client = masters.get(from).client()) {
      while (moved < most) {
        int wanted = Math.min(MOVED_AT_ONCE, most - moved);
        List<?> keys = (List<?>) client.call("CLUSTER", "GETKEYSINSLOT", slot, wanted);
        if (keys.isEmpty()) {
          return moved;
        }
        List<Object> command = new ArrayList<>(List.of("MIGRATE", RedisServerFixture.HOST));
        command.addAll(List.of(masters.get(to).port(), "", 0, MIGRATE_MILLIS, "KEYS"));
        command.addAll(keys);
        client.call(command.toArray());
        moved += keys.size();
      }
    }
    return moved;
  }

  /** Ends the move of a slot whose keys have all moved, and waits until all nodes know. */
  public void endMove(int slot, int from, int to) {
    String holder = id(masters.get(to));
    ask(masters.get(to), "CLUSTER", "SETSLOT", slot, "NODE", holder);
    ask(masters.get(from), "CLUSTER", "SETSLOT", slot, "NODE", holder);
    awaitAgreement();
  }

  /** Ends the move of a slot none of whose keys has moved: it stays where it was. */
  public void cancelMove(int slot, int from, int to) {
    ask(masters.get(to), "CLUSTER", "SETSLOT", slot, "STABLE");
    ask(masters.get(from), "CLUSTER", "SETSLOT", slot, "STABLE");
  }

  /** Moves a slot with all its keys, and waits until all nodes know. */
  public void moveSlot(int slot, int from, int to) {
    beginMove(slot, from, to);
    moveKeys(slot, from, to, Integer.MAX_VALUE);
    endMove(slot, from, to);
  }

  /** Waits until each replica has all that was written to its master before. */
  public void awaitReplicas() {
    for (int i = 0; i < replicas.size(); i++) {
      RedisServerFixture master = masters.get(i);
      RedisServerFixture replica = replicas.get(i);
      await(
          "a replica is in step",
          () ->
              text(replica, "INFO", "replication").contains("master_link_status:up")
                  && replicationNumber(replica, "slave_repl_offset")
                      == replicationNumber(master, "master_repl_offset"));
    }
  }

  /** Kills a master, as a crash would. Its replica, where there is one, takes over in a while. */
  public void killMaster(int number) {
    masters.get(number).kill();
  }

  /** Kills a master and waits until its replica has taken over and all that live know. */
  public void failOver(int number) {
    killMaster(number);
    RedisServerFixture replica = replicas.get(number);
    await(
        "the replica takes over",
        () -> text(replica, "INFO", "replication").contains("role:master"));
    awaitAgreement();
  }

  /** Waits until all nodes that live agree on who holds which slots, and say that all is well. */
  public void awaitAgreement() {
    await("all nodes agree", () -> ClusterView.agree(live()));
  }

  /** Kills all nodes. */
  @Override
  public void close() {
    nodes().forEach(RedisServerFixture::close);
  }

  private void join() {
    ClusterView.join(masters, replicas);
    for (int i = 0; i < replicas.size(); i++) {
      ask(replicas.get(i), "CLUSTER", "REPLICATE", id(masters.get(i)));
    }
    awaitReplicas();
    awaitAgreement();
  }

  private List<RedisServerFixture> nodes() {
    return Stream.concat(masters.stream(), replicas.stream()).toList();
  }

  private List<RedisServerFixture> live() {
    return nodes().stream().filter(RedisServerFixture::isAlive).toList();
  }
}
