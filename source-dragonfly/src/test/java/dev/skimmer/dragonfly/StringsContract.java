package dev.skimmer.dragonfly;

import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.SourceContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract of sources on a server whose keys are strings. */
abstract class StringsContract extends SourceContract {
  private RespClient client;

  /** Opens a connection to the server. */
  abstract RespClient connect();

  abstract int port();

  @BeforeEach
  void clear() {
    client = connect();
    client.call("FLUSHALL");
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  /** Returns the connection by which keys are written. */
  RespClient client() {
    return client;
  }

  /** Opens that connection anew. */
  void reconnect() {
    client.close();
    client = connect();
  }

  @Override
  public Source<?> source() {
    return new DragonflySource();
  }

  @Override
  public Map<String, String> configuration() {
    return TestConfigs.port(port()).batchSize(20).texts();
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
}
