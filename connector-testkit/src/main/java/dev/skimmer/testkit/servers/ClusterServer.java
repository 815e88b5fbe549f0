package dev.skimmer.testkit.servers;

import dev.skimmer.testkit.RedisCluster;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.standin.ClusterRouter;
import java.util.List;
import java.util.Optional;

/** A cluster of which one master has failed over, and whose slots move now and then. */
final class ClusterServer implements RunningServer {
  private static final int MASTERS = 3;

  /** The master that fails, and the two between which slots move. */
  private static final int FAILING = 0;

  private static final int GIVING = 1;
  private static final int TAKING = 2;
  private static final int SLOTS_AT_ONCE = 5;

  private final RedisCluster cluster;
  private final ClusterRouter router;
  private int nextSlot;

  private ClusterServer(RedisCluster cluster) {
    this.cluster = cluster;
    this.router = ClusterRouter.start(cluster);
    this.nextSlot = RedisCluster.SLOTS / MASTERS + 1;
  }

  static RunningServer start() {
    RedisCluster cluster = RedisCluster.start(MASTERS, 1, number -> List.of());
    try {
      cluster.failOver(FAILING);
      ClusterServer server = new ClusterServer(cluster);
      server.reorganize();
      return server;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  @Override
  public int port() {
    return cluster.master(TAKING).port();
  }

  @Override
  public int clientPort() {
    return router.port();
  }

  /** Moves some slots with all their keys. */
  @Override
  public void reorganize() {
    for (int i = 0; i < SLOTS_AT_ONCE; i++) {
      cluster.move(nextSlot++, GIVING, TAKING).wholly();
    }
  }

  @Override
  public void breakConnections() {
    cluster.onEachNode(client -> client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
  }

  @Override
  public Optional<Runnable> silence() {
    List<RedisServerFixture> masters = cluster.mastersNow();
    masters.forEach(RedisServerFixture::pause);
    return Optional.of(() -> masters.forEach(RedisServerFixture::resume));
  }

  @Override
  public void close() {
    router.close();
    cluster.close();
  }
}
