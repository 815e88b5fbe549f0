package dev.skimmer.dragonfly;

import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.standin.DragonflyStandIn;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of sources on what answers as a Dragonfly with three shards does. */
class StandInContractTest extends StringsContract {
  private static DragonflyStandIn server;

  @BeforeAll
  static void startServer() {
    server = DragonflyStandIn.start(3);
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
    server.breakConnections();
    reconnect();
    return true;
  }

  @Override
  public Optional<Runnable> silence() {
    server.pause();
    return Optional.of(server::resume);
  }
}
