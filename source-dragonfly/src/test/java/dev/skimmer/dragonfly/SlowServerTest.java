package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that are late: up to the deadline they are waited for, and no longer. */
@Tag("promise-3")
@Timeout(30)
class SlowServerTest {
  private static RedisServerFixture server;
  private static FaultProxy proxy;
  private static Source.Session session;
  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeAll
  static void start() {
    server = RedisServerFixture.start();
    proxy = FaultProxy.start(server.port());
    session =
        new DragonflySource()
            .open(TestConfigs.port(proxy.port()).timeoutSeconds(1).build(), Context.system());
    try (RespClient client = server.client()) {
      client.call("SET", "k", "v".repeat(3000));
    }
    // In mid-pass nothing is waited for but the reply.
    Passes.pass(session, new FakeKnownRows(TestConfigs.TABLE));
  }

  @AfterAll
  static void stop() {
    session.close();
    proxy.close();
    server.close();
  }

  @BeforeEach
  void clear() {
    proxy.clear();
  }

  private ConnectorException failure() {
    long before = System.nanoTime();
    ConnectorException failure =
        catchThrowableOfType(
            ConnectorException.class,
            () -> {
              session.epoch();
              Passes.pass(session, known);
            });
    assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    assertThat(known.rows()).isEmpty();
    return failure;
  }

  @ParameterizedTest
  @ValueSource(strings = {"INFO", "SCAN", "TYPE", "GETRANGE"})
  void aReplyWithinTheDeadlineIsWaitedFor(String command) {
    proxy.add(FaultRule.on(command).then(Fault.delay(Duration.ofMillis(100))));
    session.epoch();
    Passes.pass(session, known);
    assertThat(known.rows()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INFO", "SCAN", "GETRANGE"})
  void aReplyBeyondTheDeadlineEndsThePassAndNamesTheSetting(String command) {
    proxy.add(FaultRule.on(command).then(Fault.delay(Duration.ofSeconds(20))));
    assertThat(failure()).hasMessageContaining("timeout_seconds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INFO", "GETRANGE"})
  void aReplyThatComesByteByByteDoesNotLastForEver(String command) {
    proxy.add(FaultRule.on(command).then(Fault.trickle(Duration.ofMillis(50))));
    assertThat(failure()).hasMessageContaining("bytes in 1 s");
  }
}
