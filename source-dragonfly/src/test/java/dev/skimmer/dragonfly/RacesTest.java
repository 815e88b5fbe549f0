package dev.skimmer.dragonfly;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.ActiveRule;
import dev.skimmer.testkit.proxy.Call;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import dev.skimmer.testkit.proxy.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that change while they are read, and passes that are cut off. */
@Timeout(60)
class RacesTest {
  private static final Duration LIMIT = Duration.ofSeconds(50);

  private static RedisServerFixture server;
  private static FaultProxy proxy;
  private static Source.Session session;
  private static final Context CONTEXT = Context.system();
  private RespClient client;
  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeAll
  static void start() {
    server = RedisServerFixture.start();
    proxy = FaultProxy.start(server.port());
    session =
        new DragonflySource().open(TestConfigs.port(proxy.port()).batchSize(10).build(), CONTEXT);
  }

  @AfterAll
  static void stop() {
    session.close();
    proxy.close();
    server.close();
  }

  @BeforeEach
  void connect() {
    client = server.client();
    client.call("FLUSHALL");
  }

  @AfterEach
  void disconnect() {
    proxy.clear();
    client.close();
  }

  /** Reads a pass, and does something while a reply is held. */
  private void readWith(FaultRule.Choice choice, Runnable meanwhile) {
    Gate gate = new Gate();
    proxy.add(choice.then(Fault.hold(gate)));
    CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> Passes.pass(session, known));
    gate.awaitReply(LIMIT);
    meanwhile.run();
    gate.open();
    assertThat(reading).succeedsWithin(LIMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCAN", "TYPE"})
  @Tag("promise-8")
  void aKeyThatVanishesBeforeItIsReadIsNoRowAndNoError(String command) {
    client.call("SET", "gone", "v");
    client.call("SET", "stays", "v");
    long vanished = CONTEXT.metrics().vanished();
    readWith(FaultRule.on(command), () -> client.call("DEL", "gone"));
    assertThat(known.rows()).containsOnlyKeys("stays");
    assertThat(known.errors()).isEmpty();
    assertThat(CONTEXT.metrics().vanished() - vanished).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"string", "hash", "list", "set", "zset"})
  @Tag("promise-8")
  void aKeyThatExpiresBeforeItIsReadIsNoRowAndNoError(String type) {
    for (boolean typeIsKnown : new boolean[] {false, true}) {
      write("gone", type);
      client.call("SET", "stays", "v");
      if (typeIsKnown) {
        Passes.pass(session, known);
        assertThat(known.rows()).hasSize(2);
      }
      readWith(
          FaultRule.on("SCAN"),
          () -> {
            client.call("PEXPIRE", "gone", 1);
            while (client.call("EXISTS", "gone").equals(1L)) {
              Thread.onSpinWait();
            }
          });
      assertThat(known.rows()).containsOnlyKeys("stays");
      assertThat(known.errors()).isEmpty();
      proxy.clear();
    }
  }

  @Test
  @Tag("promise-9")
  void aTypeThatChangesBetweenTypeAndReadIsAskedForAgain() {
    client.call("SET", "k", "v");
    readWith(
        FaultRule.on("TYPE"),
        () -> {
          client.call("DEL", "k");
          client.call("RPUSH", "k", "a");
        });
    assertThat(RowView.of(known, "k").value()).isEqualTo("[\"a\"]");
    assertThat(known.errors()).isEmpty();
  }

  @Test
  @Tag("promise-9")
  void aTypeThatChangesEachTimeIsAskedForThreeTimesMoreAndThenListed() {
    client.call("SET", "k", "v");
    Passes.pass(session, known);
    client.call("DEL", "k");
    client.call("RPUSH", "k", "a");
    ActiveRule changes = proxy.add(FaultRule.on("TYPE").always().then(Fault.answer(this::flip)));
    Passes.pass(session, known);
    assertThat(changes.acts()).isEqualTo(3);
    assertThat(known.errors()).containsOnlyKeys("k");
    assertThat(known.errors().get("k").value(2)).isEqualTo("KEY_UNSTABLE");
    assertThat(RowView.of(known, "k").value()).as("the last good row").isEqualTo("v");
    proxy.clear();
    Passes.pass(session, known);
    assertThat(known.errors()).isEmpty();
  }

  /** Makes the key another one than TYPE is about to say. */
  private byte[] flip(Call call, byte[] reply) {
    client.call("DEL", "k");
    write("k", new String(reply, US_ASCII).startsWith("+list") ? "string" : "list");
    return reply;
  }

  @Test
  @Tag("promise-9")
  void aKnownTypeThatChangedIsFoundOut() {
    List<String> types = List.of("string", "hash", "list", "set", "zset");
    for (String before : types) {
      for (String after : types) {
        client.call("FLUSHALL");
        write("k", before);
        sync();
        client.call("DEL", "k");
        write("k", after);
        sync();
        assertThat(RowView.of(known, "k").type()).isEqualTo(after);
      }
    }
  }

  private void write(String key, String type) {
    switch (type) {
      case "string" -> client.call("SET", key, "");
      case "hash" -> client.call("HSET", key, "f", "v");
      case "list" -> client.call("RPUSH", key, "e");
      case "set" -> client.call("SADD", key, "m");
      default -> client.call("ZADD", key, "1", "m");
    }
  }

  private void sync() {
    known.newPass();
    Passes.scan(session, Cursor.START, known);
  }

  @Test
  void resumesFromEveryCheckpointWithoutLoss() {
    IntStream.range(0, 200).forEach(i -> client.send("SET", "k" + i, i));
    client.flushAll();
    FakeKnownRows whole = new FakeKnownRows(TestConfigs.TABLE);
    List<Operation> operations = Passes.scan(session, Cursor.START, whole);
    assertThat(operations.stream().filter(Checkpoint.class::isInstance).count()).isGreaterThan(5);
    List<Operation> before = new ArrayList<>();
    for (Operation operation : operations) {
      before.add(operation);
      if (operation instanceof Checkpoint checkpoint) {
        FakeKnownRows resumed = new FakeKnownRows(TestConfigs.TABLE);
        resumed.apply(before);
        Passes.scan(session, checkpoint.cursor(), resumed);
        assertThat(resumed.rows().keySet()).isEqualTo(whole.rows().keySet());
      }
    }
  }

  @Test
  @Tag("promise-24")
  void anExpiryAloneIsAChange() {
    client.call("SET", "k", "v");
    sync();
    client.call("PEXPIREAT", "k", "4000000000123");
    known.newPass();
    assertThat(Passes.scan(session, Cursor.START, known)).hasSize(1);
    assertThat(RowView.of(known, "k").expiresAt().toEpochMilli())
        .isBetween(4000000000123L - 2000, 4000000000123L + 2000);
    known.newPass();
    assertThat(Passes.scan(session, Cursor.START, known)).isEmpty();
  }

  @Test
  void anExpiryBeyondTheYear9999IsItsEnd() {
    client.call("SET", "k", "v");
    client.call("PEXPIREAT", "k", "900000000000000");
    sync();
    assertThat(RowView.of(known, "k").expiresAt().toString()).isEqualTo("9999-12-31T23:59:59.999Z");
    known.newPass();
    assertThat(Passes.scan(session, Cursor.START, known)).isEmpty();
  }
}
