package dev.skimmer.dragonfly;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of sources on a real server. */
class DragonflyContractTest extends StringsContract {
  private static RedisServerFixture server;

  @BeforeAll
  static void startServer() {
    server = RedisServerFixture.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  RespClient connect() {
    return server.client();
  }

  @Override
  int port() {
    return server.port();
  }

  @Override
  public boolean breakConnections() {
    client().call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    return true;
  }

  @Override
  public Optional<Runnable> silence() {
    server.pause();
    return Optional.of(server::resume);
  }
}
