package dev.skimmer.dragonfly;

import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.SourceContract;
import dev.skimmer.testkit.servers.RunningServer;
import dev.skimmer.testkit.servers.TestedServer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of sources. */
@ParameterizedClass
@MethodSource("dev.skimmer.testkit.servers.TestedServer#selected")
class ServersContractTest extends SourceContract {
  private static Optional<RunningServer> running = Optional.empty();

  @Parameter private TestedServer tested;
  private RespClient client;

  @BeforeParameterizedClassInvocation
  static void startServer(TestedServer server) {
    running = Optional.of(server.start());
  }

  @AfterParameterizedClassInvocation
  static void stopServer() {
    running.ifPresent(RunningServer::close);
    running = Optional.empty();
  }

  private static RunningServer server() {
    return running.orElseThrow();
  }

  @BeforeEach
  void clear() {
    client = server().client();
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
    // So small that a sixteenth of the keys needs several checkpoints.
    return TestConfigs.port(server().port()).batchSize(5).texts();
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
    server().breakConnections();
    client.close();
    client = server().client();
    return true;
  }

  @Override
  public Optional<Runnable> silence() {
    return server().silence();
  }

  @Override
  public String toString() {
    return tested.title();
  }
}
