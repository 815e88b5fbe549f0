package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is reached by a file instead of a port. */
class UnixSocketTest {
  private static final String SECRET = "canary-socket-3";

  @TempDir private Path folder;
  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
  private RedisServerFixture server;
  private Path socket;

  @BeforeEach
  void start() {
    socket = folder.resolve("redis.sock");
    server = RedisServerFixture.start("--unixsocket", socket.toString(), "--unixsocketperm", "700");
    try (RespClient client = server.client()) {
      client.call("SET", "k", "v");
      client.call("SELECT", 3);
      client.call("SET", "third", "v");
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static DragonflyConfig config(String uri) {
    return new TestConfigs(Map.of("uri", uri, "timeout_seconds", "2")).build();
  }

  private static ConnectorException failure(String uri) {
    return catchThrowableOfType(
        ConnectorException.class,
        () -> new DragonflySource().open(config(uri), Context.system()).close());
  }

  @Test
  void itsKeysAreReadAndAreThoseOfThePort() {
    Passes.sync(config("redis-socket://" + socket), known);
    assertThat(known.rows()).containsOnlyKeys("k");
    assertThat(Passes.sync(TestConfigs.port(server.port()).build(), known)).isEmpty();
  }

  @Test
  void userPasswordAndDatabaseAreThoseOfTheUri() {
    try (RespClient client = server.client()) {
      client.call("ACL", "SETUSER", "reader", "on", ">" + SECRET, "~*", "+@all");
      client.call("CONFIG", "SET", "requirepass", "other");
    }
    Passes.sync(config("redis+socket://reader:" + SECRET + "@" + socket + "?db=3"), known);
    assertThat(known.rows()).containsOnlyKeys("third");
    assertThat(failure("redis-socket://reader:wrong@" + socket).code())
        .isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
  }

  @Test
  void aCheckNamesThePath() {
    String uri = "redis-socket://" + socket;
    try (Source.Session session = new DragonflySource().open(config(uri), Context.system())) {
      assertThat(session.identity()).isEqualTo("redis-compatible " + socket + "/0");
      assertThat(session.check()).extracting(Fact::name).contains("server", "sample");
    }
  }

  @Test
  void aFileThatIsNotThereOrNoSocketIsNamedWithItsReason() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(failure("redis-socket:///nowhere/redis.sock"))
        .hasMessageContaining("Cannot connect to /nowhere/redis.sock: No such file or directory.")
        .hasMessageContaining("unixsocket");
    assertThat(failure("redis-socket://" + file))
        .hasMessageContaining("Cannot connect to " + file + ": Connection refused.");
  }

  @Test
  void aServerThatIsKilledAndStartedAgainIsReachedAgain() {
    String uri = "redis-socket://" + socket;
    try (Source.Session session = new DragonflySource().open(config(uri), Context.system())) {
      String before = session.epoch().value();
      server.kill();
      server.restart();
      assertThat(session.epoch().value()).isNotEqualTo(before);
    }
  }
}
