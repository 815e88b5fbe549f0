package dev.skimmer.testkit.standin;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A server on a free loopback port that answers as a Dragonfly with so many shards does. Behind it
 * are as many real Redis servers with modules; a key's hash tells which of them holds it.
 *
 * <p>Safe for concurrent use.
 */
public final class DragonflyStandIn implements AutoCloseable {
  private final List<RedisServerFixture> shards;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile StandInIdentity identity = StandInIdentity.random();

  private DragonflyStandIn(List<RedisServerFixture> shards, ServerSocket listener) {
    this.shards = shards;
    this.listener = listener;
  }

  /** Starts the servers and listens. */
  public static DragonflyStandIn start(int shards) {
    List<RedisServerFixture> servers = new ArrayList<>();
    try {
      IntStream.range(0, shards).forEach(i -> servers.add(RedisServerFixture.startWithModules()));
      ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
      DragonflyStandIn started = new DragonflyStandIn(List.copyOf(servers), listener);
      startDaemon("stand-in", started::accept);
      return started;
    } catch (IOException e) {
      servers.forEach(RedisServerFixture::close);
      throw new UncheckedIOException("Cannot listen", e);
    } catch (RuntimeException e) {
      servers.forEach(RedisServerFixture::close);
      throw e;
    }
  }

  public int port() {
    return listener.getLocalPort();
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
    open.forEach(DragonflyStandIn::close);
  }

  /** Breaks all connections and comes back as another process that has the same keys. */
  public void restart() {
    identity = StandInIdentity.random();
    breakConnections();
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
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stop listening", e);
    }
    breakConnections();
    shards.forEach(RedisServerFixture::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        startDaemon("stand-in-" + socket.getPort(), () -> serve(socket));
      } catch (IOException e) {
        // Closed, or the client has gone already.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        ShardClients clients = new ShardClients(shards)) {
      new StandInSession(new RespStream(socket), clients, identity).run();
    } catch (IOException | UncheckedIOException e) {
      // The client has gone, or a shard: either ends the connection.
    } finally {
      open.remove(socket);
    }
  }

  private static void startDaemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close a connection", e);
    }
  }
}
