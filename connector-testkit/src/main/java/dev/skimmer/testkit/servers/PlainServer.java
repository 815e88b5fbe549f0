package dev.skimmer.testkit.servers;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.util.Optional;

/** One process that was started for the tests. */
record PlainServer(RedisServerFixture server) implements RunningServer {
  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void breakConnections() {
    try (RespClient client = server.client()) {
      client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    }
  }

  @Override
  public Optional<Runnable> silence() {
    server.pause();
    return Optional.of(server::resume);
  }

  @Override
  public void close() {
    server.close();
  }
}
