package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule that {@code check --print-acl} prints: enough, and not a word too much. */
@Tag("promise-6")
class LeastRightsTest {
  private static final int LIMIT = 20_000;
  private static final String SECRET = "canary-acl-41";

  /** Without these a sync goes on and warns. */
  private static final List<String> WANTED = List.of("+info", "+dbsize", "+ping");

  private static final RedisServerFixture MODULES = RedisServerFixture.startWithModules();
  private static final RedisServerFixture PLAIN = RedisServerFixture.start();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @AfterAll
  static void stop() {
    MODULES.close();
    PLAIN.close();
  }

  static Stream<String> commandsOfThePlainServer() {
    return commands(PLAIN);
  }

  static Stream<String> commandsOfTheServerWithModules() {
    return commands(MODULES);
  }

  private static Stream<String> commands(RedisServerFixture server) {
    return rule(server).stream().filter(word -> word.startsWith("+") && !WANTED.contains(word));
  }

  private static TestConfigs config(RedisServerFixture server) {
    return TestConfigs.port(server.port()).database("3").maxValueBytes(LIMIT);
  }

  /** Returns the words behind the name of the user. */
  private static List<String> rule(RedisServerFixture server) {
    DragonflyConfig config = config(server).build();
    try (Source.Session session = new DragonflySource().open(config, Context.system())) {
      String text = session.leastRights().orElseThrow();
      assertThat(text).startsWith("ACL SETUSER skimmer on ><password> ");
      List<String> words = Arrays.asList(text.replace("<password>", SECRET).split(" "));
      return words.subList(3, words.size());
    }
  }

  private static void fill(RespClient client) {
    client.call("SELECT", 3);
    client.call("FLUSHALL");
    EveryType.fill(client, 2 * LIMIT);
    for (int i = 0; i < 1_100; i++) {
      client.call("RPUSH", "list of two windows", i);
    }
  }

  private void sync(RedisServerFixture server, List<String> rules) {
    try (RespClient client = server.client()) {
      List<Object> command = new ArrayList<>(List.of("ACL", "SETUSER", "skimmer", "reset"));
      command.addAll(rules);
      client.call(command.toArray());
      fill(client);
      if (server == MODULES) {
        EveryType.fillModules(client);
      }
    }
    DragonflyConfig user = config(server).user("skimmer", SECRET).build();
    try (Source.Session session = new DragonflySource().open(user, Context.system())) {
      session.check();
    } catch (ConnectorException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    }
    Passes.sync(user, known);
  }

  private String reasons() {
    return known.errors().values().stream()
        .map(row -> row.value(0) + ": " + row.value(3))
        .toList()
        .toString();
  }

  @Test
  void sufficesOnAPlainServer() {
    sync(PLAIN, rule(PLAIN));
    assertThat(known.rows()).as(this::reasons).hasSize(7);
    assertThat(known.errors()).hasSize(6);
  }

  @Test
  void sufficesOnAServerWithModules() {
    sync(MODULES, rule(MODULES));
    assertThat(known.rows()).as(this::reasons).hasSize(14);
    assertThat(known.errors()).hasSize(6);
  }

  @Test
  void sufficesOnTheOnlyMasterOfACluster() {
    String[] arguments = {"--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"};
    try (RedisServerFixture server = RedisServerFixture.start(arguments);
        RespClient client = server.client()) {
      List<Object> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
      IntStream.range(0, 16_384).forEach(slots::add);
      client.call(slots.toArray());
      while (!client.text("CLUSTER", "INFO").contains("cluster_state:ok")) {
        Thread.onSpinWait();
      }
      client.call("SET", "k", "v");
      String rule;
      DragonflyConfig admin = TestConfigs.port(server.port()).build();
      try (Source.Session session = new DragonflySource().open(admin, Context.system())) {
        rule = session.leastRights().orElseThrow().replace("<password>", SECRET);
      }
      client.call((Object[]) rule.split(" "));
      DragonflyConfig user = TestConfigs.port(server.port()).user("skimmer", SECRET).build();
      try (Source.Session session = new DragonflySource().open(user, Context.system())) {
        session.epoch();
        Passes.pass(session, known);
        assertThat(known.rows()).containsOnlyKeys("k");
        client.call("ACL", "SETUSER", "skimmer", "-cluster");
        assertThat(catchThrowableOfType(ConnectorException.class, session::epoch))
            .hasMessageContaining("+cluster")
            .extracting(ConnectorException::code)
            .isEqualTo(ErrorCode.PERMISSION_DENIED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commandsOfThePlainServer")
  void needsEachOfItsCommandsOnAPlainServer(String rule) {
    assertNamed(PLAIN, rule);
  }

  @ParameterizedTest
  @MethodSource("commandsOfTheServerWithModules")
  void needsEachOfItsCommandsOnAServerWithModules(String rule) {
    assertNamed(MODULES, rule);
  }

  private void assertNamed(RedisServerFixture server, String rule) {
    List<String> others = new ArrayList<>(rule(server));
    others.remove(rule);
    ConnectorException failure =
        catchThrowableOfType(ConnectorException.class, () -> sync(server, others));
    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(failure)
        .hasMessageContaining(rule.replace("|stream", ""))
        .hasMessageContaining("--print-acl");
  }
}
