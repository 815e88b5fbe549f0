package dev.skimmer.dragonfly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RespClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reading leaves no trace: the server counts every command, and says which of them only read. */
class ReadsOnlyTest {
  private static final int LIMIT = 20_000;

  /** What concerns the connection or the server, and no key. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("hello", "auth", "client|setname", "client|setinfo", "select", "ping", "info", "time");

  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.withModules();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeEach
  void fill() {
    REDIS.call("FLUSHALL");
    try (RespClient client = REDIS.server().client()) {
      EveryType.fill(client, 2 * LIMIT);
      EveryType.fillModules(client);
      for (int i = 0; i < 3_000; i++) {
        client.send("HSET", "hash of windows", "f" + i, i);
        client.send("ZADD", "zset of windows", i, "m" + i);
      }
      client.flushAll();
    }
    REDIS.call("XGROUP", "CREATE", "small stream", "group", "0");
    REDIS.call("HPEXPIREAT", "small hash", 4_000_000_000_000L, "FIELDS", 1, "f");
  }

  /** Returns each key with its expiry and its bytes, as the server would move them elsewhere. */
  private static Map<String, String> keyspace() {
    Map<String, String> keyspace = new TreeMap<>();
    try (RespClient client = REDIS.server().client()) {
      for (Object key : (List<?>) client.call("KEYS", "*")) {
        String name = text(key);
        byte[] dump = (byte[]) client.call("DUMP", name);
        keyspace.put(name, client.call("PEXPIRETIME", name) + " " + HexFormat.of().formatHex(dump));
      }
    }
    return keyspace;
  }

  private static String text(Object reply) {
    return reply instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(reply);
  }

  /** Returns the commands that the server has counted. */
  private static Set<String> counted() {
    Set<String> commands = new TreeSet<>();
    for (String line : REDIS.text("INFO", "commandstats").lines().toList()) {
      if (line.startsWith("cmdstat_")) {
        commands.add(line.substring("cmdstat_".length(), line.indexOf(':')));
      }
    }
    return commands;
  }

  private static boolean onlyReads(String command) {
    List<?> answer = (List<?>) REDIS.call("COMMAND", "INFO", command);
    List<String> flags = new ArrayList<>();
    for (Object flag : (List<?>) ((List<?>) answer.get(0)).get(2)) {
      flags.add(text(flag).toLowerCase(Locale.ROOT));
    }
    return flags.contains("readonly") && Collections.disjoint(flags, Set.of("write", "scripting"));
  }

  @Test
  void aFirstPassAnIdleOneAndASweepOnlyRead() {
    DragonflyConfig config =
        TestConfigs.port(REDIS.port()).maxValueBytes(LIMIT).buildWithFieldExpiry();
    REDIS.call("SET", "gone", "for the sweep to ask for");
    Passes.sync(config, known);
    REDIS.call("DEL", "gone");
    Map<String, String> before = keyspace();
    String dirty = dirty();
    REDIS.call("CONFIG", "RESETSTAT");
    try (Source.Session session = new DragonflySource().open(config, Context.system())) {
      session.check();
      Passes.pass(session, known);
      Passes.pass(session, new FakeKnownRows(TestConfigs.TABLE));
      session.epoch();
      session.changeMark();
    }
    Set<String> commands = counted();
    assertThat(known.rows()).hasSizeGreaterThan(10);
    assertThat(dirty()).as("changes that the server has counted").isEqualTo(dirty);
    assertThat(keyspace()).isEqualTo(before);
    assertThat(commands).contains("scan", "getrange", "hscan", "ts.info", "json.get");
    commands.removeAll(OF_THE_CONNECTION);
    commands.removeAll(Set.of("config|resetstat"));
    assertThat(commands).allMatch(ReadsOnlyTest::onlyReads);
  }

  private static String dirty() {
    return REDIS
        .text("INFO", "persistence")
        .lines()
        .filter(line -> line.startsWith("rdb_changes_since_last_save:"))
        .findFirst()
        .orElseThrow();
  }
}
