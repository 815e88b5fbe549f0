package dev.skimmer.testkit.servers;

import dev.skimmer.testkit.standin.Forwarder;
import java.util.Optional;

/** A server that somebody else runs, behind a port of our own. */
record GivenServer(Forwarder forwarder) implements RunningServer {
  GivenServer(String host, int port) {
    this(Forwarder.start(host, port));
  }

  @Override
  public int port() {
    return forwarder.port();
  }

  @Override
  public void breakConnections() {
    forwarder.breakConnections();
  }

  @Override
  public Optional<Runnable> silence() {
    forwarder.pause();
    return Optional.of(forwarder::resume);
  }

  @Override
  public void close() {
    forwarder.close();
  }
}
