package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.ActiveRule;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that say that they cannot answer at the moment. */
@Tag("promise-18")
@Timeout(60)
class NotReadyTest {
  private static final String LOADING = "LOADING Redis is loading the dataset in memory";

  private static RedisServerFixture server;
  private static FaultProxy proxy;
  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeAll
  static void start() {
    server = RedisServerFixture.start();
    proxy = FaultProxy.start(server.port());
    try (RespClient client = server.client()) {
      client.call("SET", "k", "v", "PX", "3600000");
    }
  }

  @AfterAll
  static void stop() {
    proxy.close();
    server.close();
  }

  @BeforeEach
  void clear() {
    proxy.clear();
  }

  static Stream<String> errors() {
    return Stream.of(
        LOADING,
        "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
        "TRYAGAIN Multiple keys request during rehashing of slot",
        "CLUSTERDOWN Hash slot not served",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "ERR max number of clients reached");
  }

  private static Source.Session open() {
    return open(10);
  }

  private static Source.Session open(int seconds) {
    return new DragonflySource()
        .open(TestConfigs.port(proxy.port()).timeoutSeconds(seconds).build(), Context.system());
  }

  @ParameterizedTest
  @MethodSource("errors")
  void isWaitedForWhenAConnectionIsMade(String error) {
    ActiveRule refusals = proxy.add(FaultRule.on("PING").times(2).then(Fault.error(error)));
    try (Source.Session session = open()) {
      Passes.pass(session, known);
    }
    assertThat(refusals.acts()).isEqualTo(2);
    assertThat(known.rows()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void isReadAgainInMidPass(String error) {
    try (Source.Session session = open()) {
      for (String command : List.of("SCAN", "TYPE", "GETRANGE", "PTTL", "TIME")) {
        FakeKnownRows empty = new FakeKnownRows(TestConfigs.TABLE);
        ActiveRule refusal = proxy.add(FaultRule.on(command).then(Fault.error(error)));
        assertThat(Passes.passThroughFailures(session, empty)).as(command).isEqualTo(1);
        assertThat(refusal.acts()).as(command).isEqualTo(1);
        assertThat(empty.rows()).as(command).hasSize(1);
        assertThat(empty.errors()).as(command).isEmpty();
        proxy.clear();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("errors")
  void skipsNoKeyWhoseSizeWasAskedFor(String error) {
    try (RedisServerFixture large = RedisServerFixture.start();
        FaultProxy door = FaultProxy.start(large.port());
        RespClient client = large.client()) {
      for (String key : List.of("a", "b", "c")) {
        client.call("SET", key, "x".repeat(2_000));
      }
      DragonflyConfig config = TestConfigs.port(door.port()).maxValueBytes(1_000).build();
      ActiveRule refusal = door.add(FaultRule.on("STRLEN").at(2).then(Fault.error(error)));
      try (Source.Session session = new DragonflySource().open(config, Context.system())) {
        assertThat(Passes.passThroughFailures(session, known)).isEqualTo(1);
      }
      assertThat(refusal.acts()).isEqualTo(1);
      assertThat(known.errors()).containsOnlyKeys("a", "b", "c");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"loading:1", "master_sync_in_progress:1", "master_link_status:down"})
  @Tag("promise-22")
  void isWaitedForBeforeAPassAndEndsOneThatIsUnderWay(String line) {
    String notReady = "$%d\r\n%s\r\n".formatted(line.length(), line);
    try (Source.Session session = open()) {
      Epoch epoch = session.epoch();
      proxy.add(FaultRule.on("INFO").times(4).then(Fault.bytes(notReady)));
      assertThat(session.epoch()).isEqualTo(epoch);
      Passes.scan(session, Cursor.START, known);
      ActiveRule late = proxy.add(FaultRule.on("INFO").times(4).then(Fault.bytes(notReady)));
      ConnectorException failure = catchThrowableOfType(ConnectorException.class, session::epoch);
      assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
      assertThat(late.acts()).isEqualTo(4);
    }
  }

  @Test
  void isGivenUpWhenTheBudgetIsSpent() {
    proxy.add(FaultRule.on("PING").always().then(Fault.error(LOADING)));
    long before = System.nanoTime();
    ConnectorException failure = catchThrowableOfType(ConnectorException.class, () -> open(1));
    assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_NOT_READY);
    assertThat(failure).hasMessageContaining("LOADING");
    assertThat(System.nanoTime() - before).isBetween(1_000_000_000L, 9_000_000_000L);
  }

  @Test
  void aServerThatLoadsItsDataIsWaitedFor() {
    String[] slow = {"--key-load-delay", "500", "--loading-process-events-interval-bytes", "1024"};
    try (RedisServerFixture loading = RedisServerFixture.startWithModules(slow)) {
      try (RespClient client = loading.client()) {
        IntStream.range(0, 3000).forEach(i -> client.send("SET", "k" + i, "v".repeat(20)));
        client.flushAll();
        client.call("SAVE");
      }
      loading.kill();
      loading.restart();
      try (RespClient client = loading.client()) {
        assertThat(client.reply("DBSIZE")).isInstanceOf(RespClient.ErrorReply.class);
      }
      Passes.sync(TestConfigs.port(loading.port()).build(), known);
      assertThat(known.rows()).hasSize(3000);
    }
  }

  @Test
  void aServerWithoutAFreeConnectionIsWaitedFor() throws InterruptedException {
    try (RedisServerFixture full = RedisServerFixture.start("--maxclients", "8")) {
      List<RespClient> others = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        others.add(full.client());
        others.get(i).call("PING");
      }
      Thread leaving =
          new Thread(
              () -> {
                try (RespClient waiting = full.client()) {
                  assertThat(waiting.reply("PING")).isInstanceOf(RespClient.ErrorReply.class);
                } finally {
                  others.forEach(RespClient::close);
                }
              });
      FaultProxy door = FaultProxy.start(full.port());
      door.add(
          FaultRule.onAny()
              .then(
                  Fault.answer(
                      (call, reply) -> {
                        leaving.start();
                        return reply;
                      })));
      try (door) {
        Passes.sync(TestConfigs.port(door.port()).build(), known);
      }
      leaving.join();
    }
  }
}
