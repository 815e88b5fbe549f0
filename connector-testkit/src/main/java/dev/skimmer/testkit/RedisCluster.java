package dev.skimmer.testkit;

import static dev.skimmer.testkit.ClusterView.ask;
import static dev.skimmer.testkit.ClusterView.await;
import static dev.skimmer.testkit.ClusterView.id;
import static dev.skimmer.testkit.ClusterView.replicationNumber;
import static dev.skimmer.testkit.ClusterView.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
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
 *   cluster.move(cluster.slotOf("key"), 0, 1).wholly();
 * }
 * }</pre>
 *
 * <p>Not safe for concurrent use.
 */
public final class RedisCluster implements AutoCloseable {
  /** How many slots a cluster has. */
  public static final int SLOTS = 16_384;

  private static final int MASTERS = 3;
  private static final int START_ATTEMPTS = 3;
  private static final int NODE_TIMEOUT_MILLIS = 2_000;

  private final List<RedisServerFixture> masters = new ArrayList<>();
  private final List<RedisServerFixture> replicas = new ArrayList<>();

  /** One a master, where they speak TLS with each other. */
  private final List<Integer> tlsPorts;

  private RedisCluster(List<Integer> tlsPorts) {
    this.tlsPorts = tlsPorts;
  }

  /** Starts three masters without replicas and waits until each knows all slots. */
  public static RedisCluster start() {
    return start(MASTERS, 0, number -> List.of());
  }

  /**
   * Starts masters, some with a replica, and waits until all know all slots and the replicas have
   * copied their masters. A replica takes over a few seconds after its master was killed.
   *
   * @param masters how many, at least one
   * @param replicas how many of the masters have a replica, from number 0 on
   * @param arguments for each master by its number, as on the command line of {@code redis-server};
   *     with {@code --cluster-announce-port} all others and all clients go through a proxy
   */
  public static RedisCluster start(int masters, int replicas, IntFunction<List<String>> arguments) {
    return start(masters, replicas, arguments, List.of());
  }

  private static RedisCluster start(
      int masters, int replicas, IntFunction<List<String>> arguments, List<Integer> tlsPorts) {
    RedisCluster cluster = new RedisCluster(tlsPorts);
    try {
      for (int i = 0; i < masters; i++) {
        cluster.masters.add(startNode(arguments.apply(i)));
      }
      for (int i = 0; i < replicas; i++) {
        cluster.replicas.add(startNode(List.of()));
      }
      cluster.join();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * Starts three masters that speak TLS with each other, and with clients that come to their {@link
   * #tlsPort}.
   */
  public static RedisCluster startEncrypted(TlsFiles files) {
    for (int attempt = 1; ; attempt++) {
      try {
        return startOnPorts(
            Stream.generate(ClusterPorts::free).distinct().limit(MASTERS).toList(), files);
      } catch (IllegalStateException e) {
        // Somebody may have taken a port between the look at it and the start.
        if (attempt == START_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static RedisCluster startOnPorts(List<Integer> ports, TlsFiles files) {
    return start(
        MASTERS,
        0,
        number -> {
          List<String> arguments = new ArrayList<>(List.of("--tls-cluster", "yes"));
          arguments.addAll(List.of(files.serverArguments(ports.get(number), "no")));
          return arguments;
        },
        ports);
  }

  private static RedisServerFixture startNode(List<String> more) {
    List<String> arguments =
        new ArrayList<>(List.of("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"));
    arguments.addAll(List.of("--cluster-node-timeout", Integer.toString(NODE_TIMEOUT_MILLIS)));
    arguments.addAll(List.of("--cluster-replica-validity-factor", "0"));
    arguments.addAll(List.of("--repl-diskless-sync-delay", "0"));
    arguments.addAll(more);
    return RedisServerFixture.startNode(arguments);
  }

  /** Returns a master by its number, from 0: the node that was one when the cluster was started. */
  public RedisServerFixture master(int number) {
    return masters.get(number);
  }

  /** Returns the port on which a master of {@link #startEncrypted} speaks TLS. */
  public int tlsPort(int number) {
    return tlsPorts.get(number);
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
   * Prepares to move a slot; nothing happens yet.
   *
   * @param from number of the master that holds it
   * @param to number of the master that is to hold it
   */
  public SlotMove move(int slot, int from, int to) {
    return new SlotMove(slot, masters.get(from), masters.get(to), this::awaitAgreement);
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
    List<Integer> ports =
        tlsPorts.isEmpty() ? nodes().stream().map(RedisServerFixture::port).toList() : tlsPorts;
    ClusterView.join(masters, replicas, ports);
    for (int i = 0; i < replicas.size(); i++) {
      ask(replicas.get(i), "CLUSTER", "REPLICATE", id(masters.get(i)));
    }
    awaitReplicas();
    awaitAgreement();
  }

  private List<RedisServerFixture> nodes() {
    return Stream.concat(masters.stream(), replicas.stream()).toList();
  }

  /** Returns the nodes that are masters by now, each by its own word. */
  public List<RedisServerFixture> mastersNow() {
    return live().stream()
        .filter(node -> text(node, "INFO", "replication").contains("role:master"))
        .toList();
  }

  private List<RedisServerFixture> live() {
    return nodes().stream().filter(RedisServerFixture::isAlive).toList();
  }
}
