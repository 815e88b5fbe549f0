package dev.skimmer.dragonfly;

import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.SourceContract;
import dev.skimmer.testkit.standin.DragonflyStandIn;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract of sources on what answers as a Dragonfly with three shards does. */
class StandInContractTest extends SourceContract {
  private static DragonflyStandIn server;
  private RespClient client;

  @BeforeAll
  static void startServer() {
    server = DragonflyStandIn.start(3);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void connect() {
    client = server.client();
    client.call("FLUSHALL");
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Override
  public Source<?> source() {
    return new DragonflySource();
  }

  @Override
  public Map<String, String> configuration() {
    return TestConfigs.port(server.port()).batchSize(20).texts();
  }

  @Override
  public Map<String, String> configurationOfNothing() {
    return TestConfigs.port(RedisServerFixture.freePort()).timeoutSeconds(1).texts();
  }

  @Override
  public void put(byte[] key, String value) {
    client.call("SET", key, value);
  }

  @Override
  public void remove(byte[] key) {
    client.call("DEL", key);
  }

  @Override
  public boolean breakConnections() {
    client.close();
    server.breakConnections();
    client = server.client();
    return true;
  }

  @Override
  public Optional<Runnable> silence() {
    server.pause();
    return Optional.of(server::resume);
  }
}
