package dev.skimmer.testkit.servers;

import dev.skimmer.testkit.standin.DragonflyStandIn;
import java.util.Optional;

/** What stands in for a Dragonfly. */
record StandInServer(DragonflyStandIn server) implements RunningServer {
  StandInServer(int shards) {
    this(DragonflyStandIn.start(shards));
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void breakConnections() {
    server.breakConnections();
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
