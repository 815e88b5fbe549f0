package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a session finds out about its server. */
class ServerStateTest {
  private RedisServerFixture server;

  @BeforeEach
  void start() {
    server = RedisServerFixture.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Source.Session open(TestConfigs config) {
    return new DragonflySource().open(config.build(), Context.system());
  }

  private TestConfigs config() {
    return TestConfigs.port(server.port());
  }

  @Test
  void theEpochStaysTheSameUntilTheServerRestarts() {
    try (Source.Session session = open(config())) {
      Epoch epoch = session.epoch();
      assertThat(session.epoch()).isEqualTo(epoch);
      server.kill();
      server.restart();
      assertThat(session.epoch()).isNotEqualTo(epoch);
    }
  }

  @Test
  void aReplicaWithoutItsMasterIsNotTheTruth() {
    try (RedisServerFixture replica = RedisServerFixture.start("--replicaof", "127.0.0.1", "1");
        Source.Session session = open(TestConfigs.port(replica.port()).timeoutSeconds(1))) {
      ConnectorException failure = catchThrowableOfType(ConnectorException.class, session::epoch);
      assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
    }
  }

  @Test
  void aDatabaseThatDoesNotExistIsAWrongConfiguration() {
    try (RedisServerFixture small = RedisServerFixture.start("--databases", "2")) {
      ConnectorException failure =
          catchThrowableOfType(
              ConnectorException.class, () -> open(TestConfigs.port(small.port()).database("5")));
      assertThat(failure.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    }
  }

  @Test
  void checkDescribesTheServer() {
    try (RespClient client = server.client()) {
      client.call("MSET", "a", 1, "b", 2, "c", 3);
    }
    try (Source.Session session = open(config())) {
      assertThat(session.check())
          .contains(new Fact("role", "master"), new Fact("keys", "3"))
          .anyMatch(fact -> fact.name().equals("server") && fact.value().startsWith("Redis "))
          .contains(new Fact("sample", "all 3 keys of the first page are readable"));
      assertThat(session.identity())
          .isEqualTo("redis-compatible 127.0.0.1:%d/0".formatted(server.port()));
      assertThat(session.estimatedKeys(new TableId(TestConfigs.TABLE))).hasValue(3);
    }
  }

  @Test
  @Tag("promise-19")
  void aClusterThatIsNotWholeIsNotReady() {
    String[] arguments = {"--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"};
    try (RedisServerFixture server = RedisServerFixture.start(arguments);
        RespClient client = server.client()) {
      client.call("CLUSTER", "ADDSLOTS", 1);
      try (Source.Session session = open(TestConfigs.port(server.port()).timeoutSeconds(1))) {
        ConnectorException failure = catchThrowableOfType(ConnectorException.class, session::epoch);
        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_NOT_READY);
        assertThat(failure.getMessage()).contains("says that the cluster is down");
      }
    }
  }

  @Test
  @Tag("promise-19")
  void slotsThatNobodyHoldsForbidTheSweep() {
    String[] arguments = {
      "--cluster-enabled",
      "yes",
      "--cluster-config-file",
      "nodes.conf",
      "--cluster-require-full-coverage",
      "no"
    };
    try (RedisServerFixture server = RedisServerFixture.start(arguments);
        RespClient client = server.client()) {
      client.call("CLUSTER", "ADDSLOTS", 1);
      while (!client.text("CLUSTER", "INFO").contains("cluster_state:ok")) {
        Thread.onSpinWait();
      }
      try (Source.Session session = open(TestConfigs.port(server.port()).timeoutSeconds(1))) {
        assertThat(session.epoch().value()).contains("16383 slots are held by nobody");
        session
            .read(session.plan(1).get(0), Cursor.START, new FakeKnownRows(TestConfigs.TABLE))
            .close();
        ConnectorException failure = catchThrowableOfType(ConnectorException.class, session::epoch);
        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
      }
    }
  }
}
