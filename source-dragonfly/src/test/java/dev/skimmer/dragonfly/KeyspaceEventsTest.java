package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.ChangeHints;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RespClient;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that a server names by itself. */
@Timeout(60)
class KeyspaceEventsTest {
  private static final TableId TABLE = new TableId(TestConfigs.TABLE);

  /** As no test may name a key of another, each awaits a last one of its own. */
  private static final String LAST = "last";

  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  private final Semaphore named = new Semaphore(0);
  private RespClient client;

  @BeforeEach
  void connect() {
    client = REDIS.server().client();
    client.call("CONFIG", "SET", "notify-keyspace-events", "KEA");
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private static Source.Session open(TestConfigs config) {
    return new DragonflySource().open(config.build(), Context.system());
  }

  private static TestConfigs config() {
    return TestConfigs.port(REDIS.port());
  }

  private ChangeHints listen(Source.Session session) {
    return session.listen(named::release).orElseThrow();
  }

  /** Takes keys until the last one has been named. */
  private Set<String> keysUntilLast(ChangeHints hints, TableId table) throws InterruptedException {
    client.call("SET", LAST, "v");
    Set<String> keys = new HashSet<>();
    while (!keys.contains(LAST)) {
      assertThat(named.tryAcquire(30, TimeUnit.SECONDS)).as("named in time").isTrue();
      keys.addAll(hints.take().getOrDefault(table, Set.of()));
    }
    keys.remove(LAST);
    return keys;
  }

  @ParameterizedTest
  @ValueSource(strings = {"KA", "EA", "KEA"})
  void keysThatAreWrittenDeletedOrRenamedAreNamed(String events) throws InterruptedException {
    client.call("CONFIG", "SET", "notify-keyspace-events", events);
    try (Source.Session session = open(config());
        ChangeHints hints = listen(session)) {
      client.call("SET", "a", "v");
      client.call("HSET", "b:\n__:c", "f", "v");
      client.call("DEL", "a");
      client.call("SET", new byte[] {'x', (byte) 0xFF}, "v");
      client.call("SET", "old", "v");
      client.call("RENAME", "old", "new");
      assertThat(keysUntilLast(hints, TABLE))
          .containsExactlyInAnyOrder("a", "b:\n__:c", "x\\xFF", "old", "new");
      // Where both kinds of event are on, the last key's other one may still be on its way.
      assertThat(hints.take().getOrDefault(TABLE, Set.of()))
          .as("what was taken is not given again")
          .isSubsetOf(LAST);
    }
  }

  @Test
  void keysOutsideOfThePatternAndOfOtherDatabasesAreNot() throws InterruptedException {
    try (Source.Session session = open(config().pattern("*a*"));
        ChangeHints hints = listen(session);
        RespClient other = REDIS.server().client()) {
      other.call("SELECT", 3);
      other.call("SET", "a in another", "v");
      client.call("SET", "b", "v");
      client.call("SET", "a", "v");
      assertThat(keysUntilLast(hints, TABLE)).containsExactly("a");
    }
  }

  @Test
  void eachDatabaseHasATableOfItsOwn() throws InterruptedException {
    try (RespClient other = REDIS.server().client()) {
      other.call("SELECT", 3);
      other.call("SET", "there", "v");
      try (Source.Session session = open(config().database("0,3"));
          ChangeHints hints = listen(session)) {
        other.call("SET", "three", "v");
        client.call("SELECT", 3);
        assertThat(keysUntilLast(hints, new TableId(TestConfigs.TABLE + "_db3")))
            .containsExactly("three");
      }
    }
  }

  /** A key that is read and is not there may be an event, too: it must not lead to more reading. */
  @Test
  void readingNamesNothing() throws InterruptedException {
    client.call("CONFIG", "SET", "notify-keyspace-events", "KEAm");
    client.call("SET", "a", "v");
    try (Source.Session session = open(config());
        ChangeHints hints = listen(session)) {
      client.call("GET", "absent");
      Passes.scan(session, Cursor.START, new FakeKnownRows(TestConfigs.TABLE));
      assertThat(keysUntilLast(hints, TABLE)).isEmpty();
    }
  }

  @Test
  void oneWhoMayNotListenReadsAllTheSame() {
    client.call(
        "ACL", "SETUSER", "deaf", "reset", "on", ">canary-9d", "~*", "+@all", "resetchannels");
    client.call("SET", "a", "v");
    try (Source.Session session = open(config().user("deaf", "canary-9d"));
        ChangeHints hints = listen(session)) {
      client.call("SET", "b", "v");
      assertThat(hints.take()).isEmpty();
      FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
      Passes.scan(session, Cursor.START, known);
      assertThat(known.rows()).hasSize(2);
    }
  }

  @Test
  void aConnectionThatBreaksIsLeftToThePassAndDoesNoHarm() {
    try (Source.Session session = open(config());
        ChangeHints hints = listen(session)) {
      client.call("CLIENT", "KILL", "TYPE", "pubsub");
      client.call("SET", "a", "v");
      assertThat(hints.take()).isEmpty();
      FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
      Passes.scan(session, Cursor.START, known);
      assertThat(known.rows()).hasSize(1);
    }
  }

  @Test
  void moreKeysThanWouldBeReadOneByOneAreLeftToAPass() throws InterruptedException {
    client.call("CONFIG", "SET", "notify-keyspace-events", "EA");
    try (Source.Session session = open(config());
        ChangeHints hints = listen(session)) {
      for (int i = 0; i < 10_500; i++) {
        client.call("SET", "key " + i, "v");
      }
      while (named.availablePermits() < 10_500) {
        Thread.sleep(10);
      }
      assertThat(hints.take().get(TABLE)).hasSize(10_000).contains("key 0");
      assertThat(keysUntilLast(hints, TABLE)).isEmpty();
    }
  }
}
