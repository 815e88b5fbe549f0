package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are down, die, stall, or load. */
class ConnectionsTest {
  private RedisServerFixture server;
  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeEach
  void start() {
    server = RedisServerFixture.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Source.Session open(TestConfigs config) {
    return new DragonflySource().open(config.build(), Context.system());
  }

  private TestConfigs config() {
    return TestConfigs.port(server.port());
  }

  private void fill(int keys) {
    try (RespClient client = server.client()) {
      IntStream.range(0, keys).forEach(i -> client.send("SET", "k" + i, i));
      client.flushAll();
    }
  }

  private ConnectorException failureOf(SplitReader reader) {
    return catchThrowableOfType(ConnectorException.class, () -> Passes.drain(reader, known));
  }

  @Test
  void aServerThatIsDownIsUnreachable() {
    server.kill();
    ConnectorException failure =
        catchThrowableOfType(ConnectorException.class, () -> open(config()));
    assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
    assertThat(failure.getMessage()).contains("127.0.0.1:" + server.port());
  }

  @Test
  @Tag("promise-1")
  void aServerThatIsKilledWhileItIsReadIsATransientFailure() {
    fill(20_000);
    try (Source.Session session = open(config().batchSize(100));
        SplitReader reader = session.read(session.plan(1).get(0), Cursor.START, known)) {
      while (known.rows().isEmpty()) {
        known.apply(reader.poll(Duration.ofSeconds(1)));
      }
      server.kill();
      ConnectorException failure = failureOf(reader);
      assertThat(failure.category()).isEqualTo(ErrorCategory.TRANSIENT);
      assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
    }
  }

  @Test
  @Tag("promise-1")
  void whatWasReadBeforeAFailureIsNotLostWhenReadAgain() {
    fill(5000);
    try (Source.Session session = open(config().batchSize(100))) {
      Cursor last = Cursor.START;
      try (SplitReader reader = session.read(session.plan(1).get(0), Cursor.START, known)) {
        for (int i = 0; i < 7; i++) {
          var operations = reader.poll(Duration.ofSeconds(1));
          known.apply(operations);
          for (var operation : operations) {
            if (operation instanceof Checkpoint checkpoint) {
              last = checkpoint.cursor();
            }
          }
        }
        killClients();
        failureOf(reader);
      }
      Passes.scan(session, last, known);
    }
    assertThat(known.rows()).hasSize(5000);
  }

  private void killClients() {
    try (RespClient client = server.client()) {
      client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    }
  }

  @Test
  @Tag("promise-3")
  void aServerThatStallsTimesOut() {
    fill(20_000);
    try (Source.Session session = open(config().batchSize(100).timeoutSeconds(1));
        SplitReader reader = session.read(session.plan(1).get(0), Cursor.START, known)) {
      known.apply(reader.poll(Duration.ofSeconds(1)));
      server.pause();
      ConnectorException failure = failureOf(reader);
      assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_TIMEOUT);
      assertThat(failure.getMessage()).contains("timeout_seconds");
    } finally {
      server.resume();
    }
  }

  @Test
  @Timeout(20)
  void wakesUpAPollThatWaits() throws InterruptedException {
    fill(20_000);
    AtomicBoolean returned = new AtomicBoolean();
    try (Source.Session session = open(config().batchSize(100));
        SplitReader reader = session.read(session.plan(1).get(0), Cursor.START, known)) {
      server.pause();
      Thread waker = new Thread(() -> wakeUntil(returned, reader));
      waker.start();
      while (!reader.poll(Duration.ofMinutes(5)).isEmpty()) {
        assertThat(reader.isFinished()).isFalse();
      }
      returned.set(true);
      waker.join();
    } finally {
      server.resume();
    }
  }

  private static void wakeUntil(AtomicBoolean returned, SplitReader reader) {
    while (!returned.get()) {
      reader.wakeup();
      Thread.onSpinWait();
    }
  }

  @Test
  void closingTwiceDoesNoHarm() {
    Source.Session session = open(config());
    SplitReader reader = session.read(session.plan(1).get(0), Cursor.START, known);
    reader.close();
    reader.close();
    session.close();
    session.close();
  }
}
