package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.dragonfly.connect.ConnectSettings;
import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.pace.LatencyWatch;
import dev.skimmer.dragonfly.pace.Pace;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How fast a server is read. */
@Timeout(180)
class PaceTest {
  private static final int KEYS = 2_000;
  private static final int BYTES = 100;

  /** So long that only a server is slow, and not a machine that has other work. */
  private static final Duration TARGET = Duration.ofMillis(300);

  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeEach
  void fill() {
    REDIS.call("FLUSHALL");
    try (RespClient client = REDIS.server().client()) {
      for (int i = 0; i < KEYS; i++) {
        client.call("SET", "key " + i, "v".repeat(BYTES));
      }
    }
  }

  private static TestConfigs config() {
    return TestConfigs.port(REDIS.port());
  }

  private Duration timeOf(DragonflyConfig config) {
    long before = System.nanoTime();
    Passes.sync(config, known);
    assertThat(known.rows()).hasSize(KEYS);
    return Duration.ofNanos(System.nanoTime() - before);
  }

  @Test
  void noMoreKeysAreReadThanAreAllowed() {
    // 2,000 keys at 2,000 a second, of which what a tenth of a second brings is had at once.
    assertThat(timeOf(config().with("max_keys_per_second", "2000").build()))
        .isGreaterThan(Duration.ofMillis(750));
  }

  @Test
  void noMoreBytesAreReadThanAreAllowed() {
    assertThat(timeOf(config().with("max_bytes_per_second", "200000").build()))
        .isGreaterThan(Duration.ofMillis(750));
  }

  @Test
  void aReaderThatWaitsForItsTurnReturnsInTimeAndCanBeWoken() {
    DragonflyConfig slow = config().with("max_keys_per_second", "1").build();
    try (Source.Session session = new DragonflySource().open(slow, Context.system());
        SplitReader reader = session.read(session.plan(1).get(0), Cursor.START, known)) {
      List<Operation> first = List.of();
      while (first.isEmpty()) {
        first = reader.poll(Duration.ofSeconds(5));
      }
      assertThat(first).as("one key at a time").hasSize(1);
      Thread waking = new Thread(reader::wakeup);
      long before = System.nanoTime();
      waking.start();
      reader.poll(Duration.ofHours(1));
      reader.poll(Duration.ofMillis(50));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
      assertThat(reader.isFinished()).isFalse();
    }
  }

  /** Returns how many keys the largest pipeline asked for. */
  private int largestPipeline(DragonflyConfig config) {
    int largest = 0;
    FakeKnownRows nothing = new FakeKnownRows(TestConfigs.TABLE);
    try (Source.Session session = new DragonflySource().open(config, Context.system());
        SplitReader reader = session.read(session.plan(1).get(0), Cursor.START, nothing)) {
      while (!reader.isFinished()) {
        List<Operation> polled = reader.poll(Duration.ofSeconds(5));
        largest = Math.max(largest, polled.size());
      }
    }
    return largest;
  }

  @Test
  void keysThatTakeTheServerLongAreReadInShorterPipelines() {
    REDIS.call("FLUSHALL");
    try (RespClient client = REDIS.server().client()) {
      List<String> hash = new ArrayList<>(List.of("HSET", "key"));
      for (int field = 0; field < 500; field++) {
        hash.addAll(List.of("field " + field, "value of " + field));
      }
      for (int i = 0; i < 1_000; i++) {
        hash.set(1, "key " + i);
        client.call(hash.toArray());
      }
    }
    int unlimited = largestPipeline(config().with("target_latency_ms", "0").build());
    int limited = largestPipeline(config().with("target_latency_ms", "1").build());
    assertThat(unlimited).isGreaterThan(100);
    assertThat(limited).isLessThan(unlimited / 2);
  }

  @Test
  void aUserWhoMayNotPingReadsAllTheSame() {
    REDIS.call("ACL", "SETUSER", "mute", "reset", "on", ">canary-9d", "~*", "+@all", "-ping");
    Passes.sync(config().user("mute", "canary-9d").build(), known);
    assertThat(known.rows()).hasSize(KEYS);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }

  private static boolean isLimited(Pace pace) {
    // What is allowed shows in how much is asked for at once.
    return pace.portion() < Integer.MAX_VALUE;
  }

  @Test
  void aServerThatBecomesSlowIsReadMoreSlowlyUntilItIsQuickAgain() throws InterruptedException {
    try (FaultProxy proxy = FaultProxy.start(REDIS.port());
        Connector connector = new Connector(settings(proxy.port()))) {
      Pace pace = new Pace(0, 0, Duration.ZERO);
      try (LatencyWatch watch = new LatencyWatch(pace, TARGET, List.of(connector))) {
        assertThat(watch).isNotNull();
        pace.begin();
        Thread.sleep(300);
        assertThat(isLimited(pace)).isFalse();
        proxy.add(FaultRule.on("PING").always().then(Fault.delay(TARGET.multipliedBy(2))));
        await(() -> isLimited(pace));
        proxy.clear();
        await(() -> !isLimited(pace));
        pace.end();
      }
    }
  }

  private static ConnectSettings settings(int port) {
    return new ConnectSettings(
        RedisServerFixture.HOST,
        port,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(30),
        Optional.empty());
  }
}
