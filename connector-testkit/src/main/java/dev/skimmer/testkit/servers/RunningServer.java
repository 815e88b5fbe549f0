package dev.skimmer.testkit.servers;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.util.Optional;

/** A server that a suite reads and writes. It listens on loopback and wants no password. */
public interface RunningServer extends AutoCloseable {
  /** Returns the port at which a sync reads it. */
  int port();

  /** Returns the port at which tests write to it and look into it. */
  default int clientPort() {
    return port();
  }

  /** Opens a connection for tests; close it. */
  default RespClient client() {
    return RespClient.connect(RedisServerFixture.HOST, clientPort());
  }

  /** Breaks all connections, those of tests included; new ones are let in. */
  void breakConnections();

  /**
   * Falls silent without breaking a connection.
   *
   * @return what lets it speak again; empty where it cannot be silenced
   */
  Optional<Runnable> silence();

  /** Does between two syncs what administrators do to such servers; by default nothing. */
  default void reorganize() {}

  @Override
  void close();
}
