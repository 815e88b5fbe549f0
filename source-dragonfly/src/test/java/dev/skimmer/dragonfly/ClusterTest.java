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
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.testkit.ClusterClient;
import dev.skimmer.testkit.RedisCluster;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.SlotMove;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reading the masters of a real cluster, whose slots move. */
@Timeout(120)
class ClusterTest {
  /** In the braces is what decides about the slot. */
  private static final String MOVING = "{moving}";

  private static final String SECRET = "canary-cluster-5";
  private static final int LIMIT = 60_000;

  private static RedisCluster cluster;
  private static RedisServerFixture single;

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
  private ClusterClient client;
  private int slot;
  private SlotMove move;
  private SlotMove back;

  @BeforeAll
  static void startServers() {
    cluster = RedisCluster.start();
    single = RedisServerFixture.start();
  }

  @AfterAll
  static void stopServers() {
    cluster.close();
    single.close();
  }

  @BeforeEach
  void fill() {
    cluster.onEachNode(node -> node.call("FLUSHALL"));
    client = cluster.client();
    ClusterKeyspace.fill(client::call, MOVING);
    slot = cluster.slotOf(MOVING);
    int from = cluster.firstOwnerOf(slot);
    int to = (from + 1) % cluster.masters();
    move = cluster.move(slot, from, to);
    back = cluster.move(slot, to, from);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private static TestConfigs config() {
    return TestConfigs.port(cluster.master(0).port()).maxValueBytes(LIMIT).timeoutSeconds(1);
  }

  private static Source.Session open(TestConfigs config) {
    return new DragonflySource().open(config.build(), Context.system());
  }

  /** Holds what was read against a single server with the same keys. */
  private void assertEqualToTheSameKeysOnOneServer() {
    FakeKnownRows expected = new FakeKnownRows(TestConfigs.TABLE);
    try (RespClient other = single.client()) {
      other.call("FLUSHALL");
      ClusterKeyspace.fill(other::call, MOVING);
    }
    Passes.sync(TestConfigs.port(single.port()).maxValueBytes(LIMIT).build(), expected);
    assertThat(expected.errors()).isNotEmpty();
    Map<String, String> differing = inWholeSeconds(expected);
    inWholeSeconds(known)
        .forEach((key, view) -> differing.merge(key, view, ClusterTest::unlessEqual));
    assertThat(differing).as("what differs or is missing").isEmpty();
  }

  /** This server tells expiries relative to its clock, so that they differ by milliseconds. */
  private static Map<String, String> inWholeSeconds(FakeKnownRows rows) {
    Map<String, String> views = new TreeMap<>();
    rows.views()
        .forEach(
            (key, view) ->
                views.put(key, view.toString().replaceAll("(39\\.9|40\\.0)[0-9]{2}Z", "40Z")));
    return views;
  }

  private static String unlessEqual(String one, String other) {
    return one.equals(other) ? null : one + " and " + other;
  }

  /** Moves the slot back to where the others of the tests expect it. */
  private void moveBack() {
    back.wholly();
  }

  @Test
  @Tag("promise-19")
  void keysOfAllMastersAreRead() {
    try (Source.Session session = open(config())) {
      session.epoch();
      List<Split> plan = session.plan(1);
      assertThat(plan).hasSize(3);
      for (Split split : plan) {
        int before = known.rows().size();
        try (SplitReader reader = session.read(split, Cursor.START, known)) {
          Passes.drain(reader, known);
        }
        assertThat(known.rows().size()).as("keys of one master").isGreaterThan(before);
      }
      assertThat(session.estimatedKeys(new TableId(TestConfigs.TABLE)).orElseThrow())
          .isEqualTo(known.rows().size() + known.errors().size());
    }
    assertEqualToTheSameKeysOnOneServer();
  }

  @Test
  void theSweepAsksForEachKeyWhereItsSlotIsHeld() {
    try (Source.Session session = open(config())) {
      session.epoch();
      Passes.pass(session, known);
      int rows = known.rows().size();
      client.call("DEL", MOVING + "string");
      client.call("DEL", "string 1");
      known.newPass();
      try (SplitReader sweep = session.sweep(new TableId(TestConfigs.TABLE), known)) {
        Passes.drain(sweep, known);
      }
      assertThat(known.rows()).hasSize(rows - 2).doesNotContainKey(MOVING + "string");
      assertThat(known.allSeen()).isTrue();
    }
  }

  @Test
  @Tag("promise-19")
  void keysOfAHalfMovedSlotAreAskedForWhereTheyAre() {
    move.begin();
    assertThat(move.keys(7)).isEqualTo(7);
    try (Source.Session session = open(config())) {
      session.epoch();
      Passes.pass(session, known);
      assertEqualToTheSameKeysOnOneServer();
    } finally {
      move.end();
      moveBack();
    }
  }

  @Test
  @Tag("promise-19")
  void keysOfAHalfMovedSlotAreAskedForWhereTheyAreThoughNothingExpires() {
    cluster.onEachNode(node -> node.call("FLUSHALL"));
    for (int i = 0; i < 100; i++) {
      client.call("SET", MOVING + i, "v");
      client.call("SET", "resting:" + i, "v");
    }
    move.begin();
    assertThat(move.keys(50)).isEqualTo(50);
    try (Source.Session session = open(config())) {
      session.epoch();
      Passes.pass(session, known);
      assertThat(known.rows()).hasSize(200);
      assertThat(known.errors()).isEmpty();
      assertThat(Passes.pass(session, known)).isEmpty();
    } finally {
      move.end();
      moveBack();
    }
  }

  @Test
  @Tag("promise-19")
  void keysOfASlotThatMovedInMidPassAreReadAtTheirNewNode() {
    try (Source.Session session = open(config())) {
      session.epoch();
      List<SplitReader> readers =
          session.plan(1).stream().map(split -> session.read(split, Cursor.START, known)).toList();
      // Each has asked for its first page, which lists all of its keys.
      move.wholly();
      for (SplitReader reader : readers) {
        Passes.drain(reader, known);
        reader.close();
      }
      assertEqualToTheSameKeysOnOneServer();
    } finally {
      moveBack();
    }
  }

  @Test
  @Tag("promise-19")
  void aSlotThatMovesForbidsTheSweepUntilItIsAtRest() {
    try (Source.Session session = open(config())) {
      Epoch before = session.epoch();
      Passes.scanAll(session, known);
      assertThat(session.epoch()).isEqualTo(before);
      move.begin();
      assertThat(epochFailure(session))
          .hasMessageContaining("slot [" + slot + "-")
          .extracting(ConnectorException::code)
          .isEqualTo(ErrorCode.SOURCE_CHANGED);
      move.cancel();
      assertThat(session.epoch()).isEqualTo(before);
    }
  }

  @Test
  @Tag("promise-19")
  void aSlotThatMovedThereAndBackIsAnotherEpoch() {
    try (Source.Session session = open(config())) {
      Epoch before = session.epoch();
      Passes.scanAll(session, known);
      move.wholly();
      moveBack();
      assertThat(session.epoch()).isNotEqualTo(before);
    }
  }

  @Test
  @Tag("promise-19")
  void aMasterThatIsOutOfReachIsWaitedForThoughItsKeysCannotBeCounted() {
    try (RedisCluster broken = RedisCluster.start();
        Source.Session session =
            open(TestConfigs.port(broken.master(0).port()).timeoutSeconds(1))) {
      broken.killMaster(1);
      assertThat(session.estimatedKeys(new TableId(TestConfigs.TABLE))).isEmpty();
      assertThat(epochFailure(session).code()).isEqualTo(ErrorCode.SOURCE_NOT_READY);
    }
  }

  @Test
  void whileASlotMovesEveryOtherPassIsBegunAllTheSame() {
    move.begin();
    try (Source.Session session = open(config())) {
      assertThat(session.epoch().value()).contains("slot [" + slot + "-");
      Passes.scanAll(session, known);
      assertThat(epochFailure(session)).isNotNull();
      assertThat(epochFailure(session)).isNotNull();
      assertThat(session.epoch().value()).contains("slot [" + slot + "-");
    } finally {
      move.cancel();
    }
  }

  private static ConnectorException epochFailure(Source.Session session) {
    return catchThrowableOfType(ConnectorException.class, session::epoch);
  }

  @Test
  void checkLooksAtAllMasters() {
    try (Source.Session session = open(config())) {
      assertThat(session.check())
          .contains(new Fact("cluster", "3 masters"))
          .anyMatch(fact -> fact.name().equals("keys") && fact.value().equals("" + keys()))
          .anyMatch(fact -> fact.name().equals("sample") && fact.value().startsWith("all 3"));
    }
  }

  private static int keys() {
    FakeKnownRows all = new FakeKnownRows(TestConfigs.TABLE);
    Passes.sync(config().build(), all);
    return all.rows().size() + all.errors().size();
  }

  @Test
  @Tag("promise-6")
  void theRuleThatCheckPrintsSufficesWhileASlotMovesAndNeedsEachOfItsCommands() {
    String rule;
    try (Source.Session session = open(config())) {
      rule = session.leastRights().orElseThrow().replace("<password>", SECRET);
    }
    assertThat(rule).contains("+cluster|info +cluster|nodes +cluster|slots +asking");
    cluster.onEachNode(node -> node.call((Object[]) rule.split(" ")));
    move.begin();
    move.keys(7);
    try (Source.Session session = open(config().user("skimmer", SECRET))) {
      session.epoch();
      Passes.pass(session, known);
      assertEqualToTheSameKeysOnOneServer();
      cluster.onEachNode(node -> node.call("ACL", "SETUSER", "skimmer", "-asking"));
      assertDenied(() -> Passes.pass(session, known), "+asking");
      cluster.onEachNode(node -> node.call("ACL", "SETUSER", "skimmer", "-cluster"));
      assertDenied(session::epoch, "+cluster");
    } finally {
      move.end();
      moveBack();
      cluster.onEachNode(node -> node.call("ACL", "DELUSER", "skimmer"));
    }
  }

  @Test
  void aClusterIsNotTakenForOneServerByAUserWhoMayNotAskWhatItIs() {
    cluster.onEachNode(
        node ->
            node.call(
                "ACL",
                "SETUSER",
                "skimmer",
                "on",
                ">" + SECRET,
                "~*",
                "+@all",
                "-info",
                "-cluster"));
    try {
      assertDenied(() -> open(config().user("skimmer", SECRET)).close(), "+cluster");
    } finally {
      cluster.onEachNode(node -> node.call("ACL", "DELUSER", "skimmer"));
    }
  }

  private static void assertDenied(ThrowingCallable action, String rule) {
    assertThat(catchThrowableOfType(ConnectorException.class, action))
        .hasMessageContaining(rule + " to its ACL")
        .extracting(ConnectorException::code)
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void onlyDatabaseZeroCanBeCopied() {
    for (String database : List.of("3", "0,3")) {
      ConnectorException failure =
          catchThrowableOfType(
              ConnectorException.class, () -> open(config().database(database)).close());
      assertThat(failure)
          .hasMessageContaining("node of a cluster")
          .hasMessageContaining("Set database to 0")
          .extracting(ConnectorException::code)
          .isEqualTo(ErrorCode.CONFIG_INVALID);
    }
    Passes.sync(config().database("*").build(), known);
    assertEqualToTheSameKeysOnOneServer();
  }
}
