package dev.skimmer.dragonfly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import dev.skimmer.testkit.standin.DragonflyStandIn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A keyspace that lies in four shards, each of which is a split. */
class ShardedScanTest {
  private static final int SHARDS = 4;
  private static final int KEYS = 3_000;
  private static final TableId TABLE = new TableId(TestConfigs.TABLE);

  private static DragonflyStandIn server;
  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeAll
  static void start() {
    server = DragonflyStandIn.start(SHARDS);
    try (RespClient client = server.client()) {
      IntStream.range(0, KEYS).forEach(i -> client.send("SET", "k" + i, i));
      client.flushAll();
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Source.Session open(TestConfigs config) {
    return new DragonflySource().open(config.build(), Context.system());
  }

  private static TestConfigs config() {
    return TestConfigs.port(server.port()).batchSize(50);
  }

  private List<Operation> read(Source.Session session, String split, Cursor from) {
    try (SplitReader reader = session.read(new Split(split, TABLE), from, known)) {
      return Passes.drain(reader, known);
    }
  }

  private static Set<String> keys(List<Operation> operations) {
    Set<String> keys = new HashSet<>();
    for (Operation operation : operations) {
      if (operation instanceof Upsert upsert) {
        assertThat(keys.add((String) upsert.row().value(0))).isTrue();
      }
    }
    return keys;
  }

  private static Set<String> keysOfShards(int from, int to) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < KEYS; i++) {
      int shard = server.shardOf(("k" + i).getBytes(UTF_8));
      if (shard >= from && shard < to) {
        keys.add("k" + i);
      }
    }
    return keys;
  }

  @Test
  @Tag("promise-16")
  void eachShardIsASplitAndTogetherTheyReadEveryKeyOnce() {
    try (Source.Session session = open(config())) {
      List<Split> plan = session.plan(4);
      assertThat(plan).hasSize(SHARDS);
      List<Operation> all = new ArrayList<>();
      plan.forEach(split -> all.addAll(read(session, split.id(), Cursor.START)));
      assertThat(keys(all)).hasSize(KEYS);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "all/0of4, 0, 1",
    "all/1of4, 1, 2",
    "all/2of4, 2, 3",
    "all/3of4, 3, 4",
    // There may be more shards than threads: the last split walks those, too.
    "all/1of2, 1, 4",
    "all, 0, 4",
  })
  void aSplitReadsItsShardAndHardlyMore(String split, int from, int to) {
    try (Source.Session session = open(config())) {
      Set<String> read = keys(read(session, split, Cursor.START));
      assertThat(read).containsAll(keysOfShards(from, to));
      // The page in which a shard ends holds keys of the next one.
      assertThat(read.size()).isLessThanOrEqualTo(keysOfShards(from, to).size() + 100);
    }
  }

  @ParameterizedTest
  @CsvSource({"all/4of8", "all/6of8", "all/7of8"})
  void aSplitOfAShardThatIsNotThereIsEmpty(String split) {
    try (Source.Session session = open(config())) {
      assertThat(read(session, split, Cursor.START)).isEmpty();
    }
  }

  @Test
  void aShardIsReadOnFromAnyOfItsCheckpoints() {
    try (Source.Session session = open(config())) {
      Set<String> before = new HashSet<>();
      int checkpoints = 0;
      for (Operation operation : read(session, "all/2of4", Cursor.START)) {
        if (operation instanceof Upsert upsert) {
          before.add((String) upsert.row().value(0));
        } else if (operation instanceof Checkpoint checkpoint) {
          checkpoints++;
          Set<String> all = new HashSet<>(before);
          all.addAll(keys(readAnew(session, checkpoint.cursor())));
          assertThat(all).containsAll(keysOfShards(2, 3));
        }
      }
      assertThat(checkpoints).isGreaterThan(5);
    }
  }

  private static List<Operation> readAnew(Source.Session session, Cursor from) {
    FakeKnownRows nothing = new FakeKnownRows(TestConfigs.TABLE);
    try (SplitReader reader = session.read(new Split("all/2of4", TABLE), from, nothing)) {
      return Passes.drain(reader, nothing);
    }
  }

  @Test
  void anOldDragonflyIsWalkedWithItsOwnCursorsAlone() {
    try (FaultProxy proxy = FaultProxy.start(server.port())) {
      String info = "redis_version:7.4.0\r\ndragonfly_version:df-v1.26.0\r\nthread_count:4\r\n";
      String reply = "$%d\r\n%s\r\n".formatted(info.length(), info);
      proxy.add(FaultRule.on("INFO").always().then(Fault.bytes(reply.getBytes(UTF_8))));
      try (Source.Session session = open(TestConfigs.port(proxy.port()))) {
        assertThat(session.plan(4)).hasSize(1);
        assertThat(keys(read(session, session.plan(4).get(0).id(), Cursor.START))).hasSize(KEYS);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void shardsOfAServerThatHidesItsThreadsAreFoundByItsCursors(int shards) {
    try (DragonflyStandIn hiding = DragonflyStandIn.start(shards);
        RespClient client = hiding.client()) {
      hiding.hideThreads();
      IntStream.range(0, 100).forEach(i -> client.send("SET", "k" + i, i));
      client.flushAll();
      try (Source.Session session = open(TestConfigs.port(hiding.port()))) {
        assertThat(session.plan(4)).hasSize(shards);
        List<Operation> all = new ArrayList<>();
        session.plan(4).forEach(split -> all.addAll(read(session, split.id(), Cursor.START)));
        assertThat(keys(all)).hasSize(100);
      }
      client.call("FLUSHALL");
      try (Source.Session session = open(TestConfigs.port(hiding.port()))) {
        assertThat(session.plan(4)).as("nothing to find").hasSize(1);
      }
    }
  }

  @Test
  void readersHaveTogetherAtLeastAsManyConnectionsAsTheServerHasThreads() {
    int threads = 16;
    try (DragonflyStandIn wide = DragonflyStandIn.start(threads);
        Source.Session session =
            open(TestConfigs.port(wide.port()).with("target_latency_ms", "0"))) {
      List<Split> plan = session.plan(4);
      int before = wide.connections();
      List<SplitReader> readers =
          plan.subList(0, 4).stream()
              .map(split -> session.read(split, Cursor.START, known))
              .toList();
      assertThat(wide.connections() - before).isGreaterThanOrEqualTo(threads);
      readers.forEach(SplitReader::close);
    }
  }

  @Test
  void eachDatabaseHasASplitForEachShard() {
    try (RespClient client = server.client()) {
      client.call("SELECT", 3);
      client.call("SET", "third", "v");
    }
    try (Source.Session session = open(config().database("0,3"))) {
      assertThat(session.plan(4)).hasSize(2 * SHARDS);
      assertThat(session.plan(4))
          .extracting(Split::id)
          .contains("db0/0of4", "db0/3of4", "db3/0of4", "db3/3of4");
      FakeKnownRows third = new FakeKnownRows(TestConfigs.TABLE + "_db3");
      List<Operation> all = new ArrayList<>();
      session.plan(4).stream()
          .filter(split -> split.id().startsWith("db3"))
          .forEach(
              split -> {
                try (SplitReader reader = session.read(split, Cursor.START, third)) {
                  all.addAll(Passes.drain(reader, third));
                }
              });
      assertThat(keys(all)).containsExactly("third");
    }
  }

  @Test
  void aCheckTellsWhatADragonflyHasAndLacks() {
    try (Source.Session session = open(config())) {
      assertThat(session.check())
          .extracting(fact -> fact.name() + ": " + fact.value())
          .contains(
              "server: Dragonfly df-v1.40.1",
              "role: master",
              "threads: 4",
              "scan: 4 shards at once",
              "expiry: PEXPIRETIME, exact",
              "not known here: TS.INFO, TS.RANGE: no keys of their types");
    }
  }

  @Test
  void aRestartUnderTheSameAddressIsAnotherEpoch() {
    try (DragonflyStandIn other = DragonflyStandIn.start(1);
        Source.Session session = open(TestConfigs.port(other.port()))) {
      String before = session.epoch().value();
      assertThat(session.epoch().value()).isEqualTo(before);
      other.breakConnections();
      assertThat(session.epoch().value()).as("no new run").isEqualTo(before);
      other.restart();
      assertThat(session.epoch().value()).isNotEqualTo(before);
    }
  }

  @Test
  @Tag("promise-40")
  void aCursorThatIsNoNumberIsAnErrorOfTheServer() {
    try (FaultProxy proxy = FaultProxy.start(server.port());
        Source.Session session = open(TestConfigs.port(proxy.port()))) {
      String page = "*2\r\n$3\r\nabc\r\n*0\r\n";
      proxy.add(FaultRule.on("SCAN").always().then(Fault.bytes(page.getBytes(UTF_8))));
      ConnectorException failure =
          catchThrowableOfType(
              ConnectorException.class, () -> read(session, "all/1of4", Cursor.START));
      assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_PROTOCOL);
    }
  }
}
