package dev.skimmer.testkit.standin;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A server on a free loopback port that answers as a Dragonfly with so many shards does. Behind it
 * are as many real Redis servers with modules; a key's hash tells which of them holds it.
 *
 * <p>Safe for concurrent use.
 */
public final class DragonflyStandIn implements AutoCloseable {
  private final List<RedisServerFixture> shards;
  private final Listener listener;
  private volatile StandInIdentity identity = StandInIdentity.random();
  private volatile boolean threadsHidden;

  private DragonflyStandIn(List<RedisServerFixture> shards) {
    this.shards = shards;
    this.listener = Listener.start(this::serve);
  }

  /** Starts the servers and listens. */
  public static DragonflyStandIn start(int shards) {
    List<RedisServerFixture> servers = new ArrayList<>();
    try {
      IntStream.range(0, shards).forEach(i -> servers.add(RedisServerFixture.startWithModules()));
      return new DragonflyStandIn(List.copyOf(servers));
    } catch (RuntimeException e) {
      servers.forEach(RedisServerFixture::close);
      throw e;
    }
  }

  public int port() {
    return listener.port();
  }

  /** Opens a connection; close it. */
  public RespClient client() {
    return RespClient.connect(RedisServerFixture.HOST, port());
  }

  /** Returns the number of the shard that holds a key. */
  public int shardOf(byte[] key) {
    return ShardClients.shardOf(key, shards.size());
  }

  /** Breaks all connections; new ones are let in. */
  public void breakConnections() {
    listener.breakConnections();
  }

  /** Breaks all connections and comes back as another process that has the same keys. */
  public void restart() {
    identity = StandInIdentity.random();
    breakConnections();
  }

  /** Tells new connections nothing of its threads any more, as a managed service does. */
  public void hideThreads() {
    threadsHidden = true;
  }

  /** Returns how many connections clients have. */
  public int connections() {
    return listener.connections();
  }

  /** Falls silent until {@link #resume}. */
  public void pause() {
    shards.forEach(RedisServerFixture::pause);
  }

  /** Speaks again. */
  public void resume() {
    shards.forEach(RedisServerFixture::resume);
  }

  @Override
  public void close() {
    listener.close();
    shards.forEach(RedisServerFixture::close);
  }

  private void serve(Socket socket) throws IOException {
    try (ShardClients clients = new ShardClients(shards)) {
      StandInInfo info = new StandInInfo(clients, identity, threadsHidden);
      new StandInSession(new RespStream(socket), clients, info).run();
    }
  }
}
