package dev.skimmer.dragonfly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Operation;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pass asks of a database in which nothing expires. */
class UnaskedExpiriesTest {
  private static final int KEYS = 50;

  /** Place of the column in the main table. */
  private static final int EXPIRES_AT = 6;

  private static RedisServerFixture server;
  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
  private RespClient client;
  private DragonflyConfig config;

  @BeforeAll
  static void start() {
    server = RedisServerFixture.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void fill() {
    client = server.client();
    client.call("FLUSHALL");
    for (int i = 0; i < KEYS; i++) {
      client.call("SET", "string:" + i, "v" + i);
      client.call("HSET", "hash:" + i, "f", "v");
      client.call("RPUSH", "list:" + i, "v");
      client.call("SADD", "set:" + i, "v");
      client.call("ZADD", "zset:" + i, "1", "v");
    }
    config = TestConfigs.port(server.port()).build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private List<Operation> sync() {
    client.call("CONFIG", "RESETSTAT");
    return Passes.sync(config, known);
  }

  /** Returns how often a command was called in the last sync. */
  private long calls(String command) {
    Pattern line = Pattern.compile("cmdstat_" + command + ":calls=([0-9]+)");
    return line.matcher(client.text("INFO", "commandstats"))
        .results()
        .map(MatchResult::group)
        .mapToLong(found -> Long.parseLong(found.replaceAll(".*=", "")))
        .sum();
  }

  @Test
  void aKnownKeyOfADatabaseWithoutExpiriesCostsOneCommand() {
    assertThat(sync()).hasSize(5 * KEYS);
    assertThat(sync()).isEmpty();
    assertThat(calls("type")).isZero();
    assertThat(calls("pttl")).as("one a pipeline").isLessThan(KEYS);
    assertThat(calls("getrange")).isEqualTo(KEYS);
    assertThat(calls("hscan")).isEqualTo(KEYS);
  }

  @Test
  void oneKeyThatExpiresMakesThePassAskForAllExpiries() {
    sync();
    client.call("PEXPIRE", "hash:7", "600000");
    assertThat(sync()).hasSize(1);
    assertThat(calls("pttl")).isGreaterThanOrEqualTo(5 * KEYS);
  }

  @Test
  void anEmptyStringIsReadOnceMoreAndIsARow() {
    client.call("SET", "string:0", "");
    sync();
    assertThat(known.rows()).hasSize(5 * KEYS).containsKey("string:0");
    assertThat(sync()).isEmpty();
    assertThat(calls("type")).isEqualTo(1);
  }

  /** Some count keys only when they are told to, or say the same whatever they hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis_version:4.0.0\r\nkvrocks_version:2.9.0\r\ndb0:keys=0,expires=0,avg_ttl=0,expired=0",
        "redis_version:7.2.4\r\ndb0:keys=250,expires=0,avg_ttl=0"
      })
  void aServerThatIsNotKnownToCountExpiriesIsAskedForThem(String info) {
    client.call("PEXPIRE", "hash:7", "600000");
    try (FaultProxy proxy = FaultProxy.start(server.port())) {
      String reply = "$%d\r\n%s\r\n".formatted(info.length(), info);
      proxy.add(FaultRule.on("INFO").always().then(Fault.bytes(reply.getBytes(UTF_8))));
      Passes.sync(TestConfigs.port(proxy.port()).build(), known);
    }
    assertThat(known.rows().get("hash:7").value(EXPIRES_AT)).isNotNull();
    assertThat(known.rows().get("hash:8").value(EXPIRES_AT)).isNull();
  }

  @Test
  void expiriesOfAnotherDatabaseCostNothingInThisOne() {
    sync();
    try (RespClient other = server.client()) {
      other.call("SELECT", "3");
      other.call("SET", "expiring", "v", "PX", "600000");
    }
    assertThat(sync()).isEmpty();
    assertThat(calls("pttl")).as("one a pipeline").isLessThan(KEYS);
  }
}
