package dev.skimmer.dragonfly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.ActiveRule;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scans that list keys more than once, and scans of a table that is rehashed meanwhile. */
class RepeatedKeysTest {
  private static final int KEYS = 2000;
  private static final long SEED = Long.getLong("skimmer.seed", new Random().nextLong());

  private static RedisServerFixture server;
  private static FaultProxy proxy;
  private static Source.Session session;
  private RespClient client;
  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeAll
  static void start() {
    server = RedisServerFixture.start();
    proxy = FaultProxy.start(server.port());
    session =
        new DragonflySource()
            .open(TestConfigs.port(proxy.port()).batchSize(10).build(), Context.system());
  }

  @AfterAll
  static void stop() {
    session.close();
    proxy.close();
    server.close();
  }

  @BeforeEach
  void fill() {
    client = server.client();
    client.call("FLUSHALL");
    IntStream.range(0, KEYS).forEach(i -> client.send("SET", "k" + i, i));
    client.flushAll();
  }

  @AfterEach
  void disconnect() {
    proxy.clear();
    client.close();
  }

  private void assertEachKeyOnce(List<Operation> operations) {
    assertThat(operations.stream().filter(operation -> !(operation instanceof Checkpoint)))
        .as("seed %d", SEED)
        .hasSize(KEYS);
    assertThat(known.rows()).as("seed %d", SEED).hasSize(KEYS);
  }

  @Test
  @Tag("promise-16")
  void keysThatPagesRepeatAtRandomGiveOneRowEach() {
    Random random = new Random(SEED);
    List<String> listed = new ArrayList<>();
    AtomicInteger repeated = new AtomicInteger();
    proxy.add(
        FaultRule.on("SCAN")
            .always()
            .then(
                Fault.answer(
                    (call, reply) -> {
                      List<String> page = keysOf(reply);
                      listed.addAll(page);
                      List<String> more = new ArrayList<>(page);
                      for (int i = random.nextInt(8); i > 0; i--) {
                        more.add(
                            random.nextInt(more.size() + 1),
                            listed.get(random.nextInt(listed.size())));
                        repeated.incrementAndGet();
                      }
                      return page(cursorOf(reply), more);
                    })));
    assertEachKeyOnce(Passes.pass(session, known));
    assertThat(repeated).hasValueGreaterThan(KEYS / 20);
  }

  @Test
  @Tag("promise-16")
  void twoReadersOfTheSameKeysGiveOneRowEach() {
    known.newPass();
    Split split = session.plan(1).get(0);
    List<Operation> operations = new ArrayList<>();
    try (SplitReader one = session.read(split, Cursor.START, known);
        SplitReader other = session.read(split, Cursor.START, known)) {
      while (!one.isFinished() || !other.isFinished()) {
        for (SplitReader reader : List.of(one, other)) {
          List<Operation> polled = reader.poll(Duration.ofMillis(5));
          known.apply(polled);
          operations.addAll(polled);
        }
      }
    }
    assertEachKeyOnce(operations);
  }

  @Test
  @Tag("promise-17")
  void keysThatAreThereThroughoutAreSeenWhileTheTableGrowsAndShrinks() {
    AtomicInteger pages = new AtomicInteger();
    ActiveRule storm =
        proxy.add(FaultRule.on("SCAN").always().then(Fault.answer((c, r) -> storm(pages, r))));
    Passes.scan(session, Cursor.START, known);
    assertThat(storm.acts()).isGreaterThan(100);
    assertThat(IntStream.range(0, KEYS).mapToObj(i -> "k" + i))
        .allMatch(key -> known.rows().containsKey(key));
  }

  /** Adds 30,000 keys in the first 50 pages, and removes them in the next 50. */
  private byte[] storm(AtomicInteger pages, byte[] reply) {
    int page = pages.getAndIncrement();
    String command = page < 50 ? "redis.call('SET','new'..i,i)" : "redis.call('DEL','new'..i)";
    if (page < 100) {
      client.call(
          "EVAL",
          "for i=ARGV[1],ARGV[1]+599 do " + command + " end",
          0,
          Integer.toString(page % 50 * 600));
    }
    return reply;
  }

  private static String cursorOf(byte[] page) {
    return new String(page, UTF_8).split("\r\n", -1)[2];
  }

  private static List<String> keysOf(byte[] page) {
    String[] lines = new String(page, UTF_8).split("\r\n", -1);
    return IntStream.range(0, Integer.parseInt(lines[3].substring(1)))
        .mapToObj(i -> lines[5 + 2 * i])
        .toList();
  }

  private static byte[] page(String cursor, List<String> keys) {
    StringBuilder page = new StringBuilder("*2\r\n").append(bulk(cursor));
    page.append("*").append(keys.size()).append("\r\n");
    keys.forEach(key -> page.append(bulk(key)));
    return page.toString().getBytes(UTF_8);
  }

  private static String bulk(String text) {
    return "$%d\r\n%s\r\n".formatted(text.length(), text);
  }
}
