package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that change while they are read, and passes that are cut off. */
class RacesTest {
  private RedisServerFixture server;
  private RespClient client;
  private Source.Session session;
  private final Context context = Context.system();
  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeEach
  void start() {
    server = RedisServerFixture.start();
    client = server.client();
    session =
        new DragonflySource().open(TestConfigs.port(server.port()).batchSize(10).build(), context);
  }

  @AfterEach
  void stop() {
    session.close();
    client.close();
    server.close();
  }

  private SplitReader read() {
    known.newPass();
    return session.read(session.plan(1).get(0), Cursor.START, known);
  }

  /** Waits until the server has run a command for the first time; the reader does nothing. */
  private void await(String command) {
    while (!client.text("INFO", "commandstats").contains("cmdstat_" + command + ":calls=1,")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aKeyThatVanishesBeforeItIsReadIsNoRowAndNoError() {
    client.call("SET", "gone", "v");
    client.call("SET", "stays", "v");
    try (SplitReader reader = read()) {
      await("scan");
      client.call("DEL", "gone");
      Passes.drain(reader, known);
    }
    assertThat(known.rows()).containsOnlyKeys("stays");
    assertThat(known.errors()).isEmpty();
    assertThat(context.metrics().vanished()).isEqualTo(1);
  }

  @Test
  void aTypeThatChangesBetweenTypeAndReadIsAskedForAgain() {
    client.call("SET", "k", "v");
    try (SplitReader reader = read()) {
      await("scan");
      server.pause();
      assertThat(reader.poll(Duration.ofMillis(500))).isEmpty();
      server.resume();
      await("type");
      client.call("DEL", "k");
      client.call("RPUSH", "k", "a");
      Passes.drain(reader, known);
    }
    assertThat(RowView.of(known, "k").value()).isEqualTo("[\"a\"]");
  }

  @Test
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
  void aKeyThatAScanRepeatsGivesOneRow() {
    IntStream.range(0, 100).forEach(i -> client.send("SET", "k" + i, i));
    client.flushAll();
    known.newPass();
    List<Operation> once = Passes.scan(session, Cursor.START, known);
    List<Operation> again = Passes.scan(session, Cursor.START, known);
    assertThat(once).hasSizeGreaterThan(100);
    assertThat(again).allMatch(Checkpoint.class::isInstance);
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
