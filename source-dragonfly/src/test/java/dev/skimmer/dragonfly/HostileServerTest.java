package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.ActiveRule;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer what no server should. */
@Tag("promise-40")
@Timeout(60)
class HostileServerTest {
  private static final List<String> WRONG =
      List.of(
          "+OK\r\n",
          "+\r\n",
          "$0\r\n\r\n",
          "$2\r\n-9\r\n",
          "$-1\r\n",
          ":-7\r\n",
          ":9223372036854775807\r\n",
          "*0\r\n",
          "*-1\r\n",
          "*1\r\n$1\r\nx\r\n",
          "*2\r\n:1\r\n*-1\r\n",
          "*2\r\n$1\r\n0\r\n*1\r\n*1\r\n:3\r\n",
          "*3\r\n$1\r\n0\r\n*0\r\n*0\r\n",
          "*2\r\n*1\r\n$1\r\n0\r\n*2\r\n$1\r\na\r\n:4\r\n",
          "-ERR whatever\r\n",
          "-\r\n");

  private static final List<String> VALUES =
      List.of(
          "GETRANGE",
          "HSCAN",
          "SSCAN",
          "LRANGE",
          "ZRANGE",
          "XINFO",
          "XRANGE",
          "TS.INFO",
          "TS.RANGE",
          "JSON.GET",
          "BF.INFO",
          "CF.INFO",
          "CMS.INFO",
          "TOPK.INFO",
          "TOPK.LIST",
          "TDIGEST.INFO");

  /** How wrong replies begin that a server might mean. */
  private static final Map<String, String> BELIEVABLE =
      Map.of(
          "GETRANGE",
          "$",
          "JSON.GET",
          "$",
          "LRANGE",
          "*1\r\n$1",
          "XRANGE",
          "*0",
          "TS.RANGE",
          "*0",
          "TOPK.LIST",
          "*",
          "TYPE",
          "+",
          "PEXPIRETIME",
          ":");

  private static RedisServerFixture server;
  private static FaultProxy proxy;
  private static RespClient client;
  private static Source.Session session;
  private static List<Operation> before;
  private static Map<String, Object> truth;

  @BeforeAll
  static void start() {
    server = RedisServerFixture.startWithModules();
    proxy = FaultProxy.start(server.port());
    client = server.client();
    session =
        new DragonflySource()
            .open(TestConfigs.port(proxy.port()).timeoutSeconds(2).build(), Context.system());
    SmallKeyspace.fill(client);
    before = Passes.pass(session, new FakeKnownRows(TestConfigs.TABLE));
    SmallKeyspace.change(client);
    FakeKnownRows whole = known(before);
    Passes.pass(session, whole);
    truth = whole.views();
  }

  @AfterAll
  static void stop() {
    session.close();
    client.close();
    proxy.close();
    server.close();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aReplyOfAnotherFormIsAFailureOrAnEntryOfTheErrorsTable(String command) {
    WRONG.forEach(wrong -> lie(List.of(command), wrong, before));
  }

  @ParameterizedTest
  @MethodSource("wrongReplies")
  void aServerThatNeverTellsAValueFillsTheErrorsTable(String wrong) {
    lie(VALUES, wrong, List.of());
  }

  static Stream<String> commands() {
    return Stream.concat(VALUES.stream(), Stream.of("SCAN", "TYPE", "PEXPIRETIME"));
  }

  static Stream<String> wrongReplies() {
    return WRONG.stream();
  }

  private static void lie(List<String> commands, String wrong, List<Operation> rows) {
    proxy.clear();
    List<ActiveRule> lies =
        commands.stream()
            .map(command -> proxy.add(FaultRule.on(command).always().then(Fault.bytes(wrong))))
            .toList();
    FakeKnownRows known = known(rows);
    String what = commands + " -> " + wrong.replace("\r\n", " ");
    try {
      Passes.pass(session, known);
      if (commands.stream().noneMatch(command -> isBelievable(command, wrong))) {
        assertTrueOrListed(known, what);
      }
    } catch (ConnectorException e) {
      assertThat(e.code()).as(what).isEqualTo(ErrorCode.SOURCE_PROTOCOL);
    }
    assertThat(lies).as(what).anyMatch(lie -> lie.acts() > 0);
  }

  private static FakeKnownRows known(List<Operation> rows) {
    FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
    known.apply(rows);
    return known;
  }

  private static boolean isBelievable(String command, String wrong) {
    return wrong.startsWith(BELIEVABLE.getOrDefault(command, "?"));
  }

  private static void assertTrueOrListed(FakeKnownRows known, String what) {
    Map<String, Object> views = known.views();
    for (String key : truth.keySet()) {
      if (!known.errors().containsKey(key)) {
        assertThat(views.get(key)).as("%s for %s", what, key).isEqualTo(truth.get(key));
      }
    }
    for (String key : List.of("gone", "emptied")) {
      assertThat(!known.rows().containsKey(key) || known.errors().containsKey(key))
          .as("%s for %s", what, key)
          .isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "GETRANGE,$2147483645 x",
        "INFO,$2147483645 x",
        "SCAN,*2147483647 :1 ",
        "GETRANGE,*2147483647 *2147483647 *2147483647 ",
        "SCAN,$99999999999999999999999 ",
        "ZRANGE,*1 *1 *1 *1 *1 *1 *1 *1 *1 *1 *1 ",
        "SCAN,*1 *1 *1 *1 *1 *1 *1 *1 *1 *1 *1 ",
        "TYPE,%1 +a +b ",
        "PEXPIRETIME,!!!! "
      })
  void aReplyThatOnlyAnnouncesMuchHoldsNoMemoryAndEnds(String command, String announced) {
    proxy.clear();
    String lines = announced.replace(" ", "\r\n");
    // Always: a command that the pass before had sent may come through only now.
    proxy.add(FaultRule.on(command).always().then(Fault.bytes(lines)));
    assertThatThrownBy(
            () -> {
              session.epoch();
              Passes.pass(session, known(List.of()));
            })
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isIn(ErrorCode.SOURCE_PROTOCOL, ErrorCode.SOURCE_TIMEOUT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TYPE", "GETRANGE", "HSCAN", "LRANGE", "PEXPIRETIME", "XINFO", "TS.RANGE"})
  void repliesThatAreOffByOneGiveNoWrongRow(String command) {
    for (List<Operation> rows : List.of(before, List.<Operation>of())) {
      proxy.clear();
      proxy.add(FaultRule.on(command).then(Fault.replay()));
      FakeKnownRows known = known(rows);
      try {
        Passes.pass(session, known);
        assertTrueOrListed(known, command + " twice");
      } catch (ConnectorException e) {
        assertThat(e).hasMessageContaining("nobody had asked for");
      }
    }
  }

  @Test
  void aCursorThatLeadsNowhereEndsThePass() {
    proxy.clear();
    proxy.add(
        FaultRule.on("SCAN").always().then(Fault.bytes("*2\r\n$1\r\n7\r\n*1\r\n$1\r\nx\r\n")));
    assertThatThrownBy(() -> Passes.pass(session, known(List.of())))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_PROTOCOL));
  }
}
