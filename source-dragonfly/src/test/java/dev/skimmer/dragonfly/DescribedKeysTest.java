package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.KeyFacts;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import dev.skimmer.testkit.RedisExtension;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of keys whose values are not read. */
class DescribedKeysTest {
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.withModules();

  @AfterEach
  void forgetUser() {
    REDIS.call("ACL", "DELUSER", "sync");
  }

  private static List<KeyFacts> describe(DragonflyConfig config) {
    try (Source.Session session = new DragonflySource().open(config, Context.system());
        Stream<KeyFacts> keys = session.describeKeys(new TableId(TestConfigs.TABLE))) {
      return keys.toList();
    }
  }

  private static Map<String, KeyFacts> byKey(DragonflyConfig config) {
    Map<String, KeyFacts> byKey = new HashMap<>();
    describe(config).forEach(key -> byKey.put(key.keyText(), key));
    return byKey;
  }

  private static DragonflyConfig config() {
    return TestConfigs.port(REDIS.port()).build();
  }

  @Test
  void aKeyTellsItsTypeExpirySizeAndMemory() {
    REDIS.call("SET", "name", "x".repeat(100), "EX", 1000);
    REDIS.call("HSET", "h", "f", "v", "g", "w");
    REDIS.call("JSON.SET", "doc", "$", "{}");
    REDIS.call("TS.ADD", "temp", 1, 2);
    REDIS.call("XADD", "log", "*", "f", "v");
    REDIS.call("SET", new byte[] {(byte) 0xff}, "");
    Map<String, KeyFacts> keys = byKey(config());
    assertThat(keys).hasSize(6);
    KeyFacts name = keys.get("name");
    assertThat(name.kind()).isEqualTo("string");
    assertThat(name.ttlSeconds()).isBetween(990L, 1000L);
    assertThat(name.size()).hasValue(100);
    assertThat(name.memoryBytes().orElseThrow()).isBetween(100L, 1000L);
    assertThat(keys.get("h").size()).hasValue(2);
    assertThat(keys.get("h").ttlSeconds()).isEqualTo(KeyFacts.NO_EXPIRY);
    assertThat(keys.get("doc").kind()).isEqualTo("json");
    assertThat(keys.get("doc").size()).isEmpty();
    assertThat(keys.get("temp").kind()).isEqualTo("timeseries");
    assertThat(keys.get("log").size()).hasValue(1);
    assertThat(keys).containsKey("\\xFF");
  }

  @Test
  void everyKeyOfThePatternIsDescribedAndNoOther() {
    IntStream.range(0, 5_000).forEach(i -> REDIS.send("SET", "user:" + i, i));
    IntStream.range(0, 500).forEach(i -> REDIS.send("SET", "other:" + i, i));
    REDIS.flushAll();
    assertThat(byKey(config())).hasSize(5_500);
    assertThat(byKey(TestConfigs.port(REDIS.port()).pattern("user:*").batchSize(100).build()))
        .hasSize(5_000)
        .allSatisfy((key, facts) -> assertThat(key).startsWith("user:"));
  }

  @Test
  void pagesAreReadAsTheyAreAskedFor() {
    IntStream.range(0, 5_000).forEach(i -> REDIS.send("SET", "user:" + i, i));
    REDIS.flushAll();
    REDIS.call("CONFIG", "RESETSTAT");
    DragonflyConfig config = TestConfigs.port(REDIS.port()).batchSize(10).build();
    try (Source.Session session = new DragonflySource().open(config, Context.system());
        Stream<KeyFacts> keys = session.describeKeys(new TableId(TestConfigs.TABLE))) {
      Iterator<KeyFacts> iterator = keys.iterator();
      IntStream.range(0, 20).forEach(i -> iterator.next());
    }
    assertThat(REDIS.text("INFO", "commandstats")).containsPattern("cmdstat_scan:calls=[1-5],");
  }

  @Test
  void nothingIsDescribedWhereNothingIs() {
    assertThat(describe(config())).isEmpty();
  }

  private static DragonflyConfig user(String... rules) {
    REDIS.call("ACL", "SETUSER", "sync", "reset", "on", ">secret");
    for (String rule : rules) {
      REDIS.call("ACL", "SETUSER", "sync", rule);
    }
    return TestConfigs.port(REDIS.port()).user("sync", "secret").build();
  }

  @Test
  void memoryIsUnknownWhereTheUserMayNotAskForIt() {
    IntStream.range(0, 50).forEach(i -> REDIS.call("SET", "k" + i, "value"));
    List<KeyFacts> keys = describe(user("~*", "+@all", "-memory"));
    assertThat(keys).hasSize(50);
    assertThat(keys).allSatisfy(key -> assertThat(key.memoryBytes()).isEmpty());
    assertThat(keys).allSatisfy(key -> assertThat(key.size()).hasValue(5));
  }

  @Test
  void aKeyThatTheUserMayNotReadIsNamedAsSuch() {
    REDIS.call("SET", "mine", "v");
    REDIS.call("SET", "theirs", "v");
    Map<String, KeyFacts> keys = byKey(user("~mine", "+@all"));
    assertThat(keys.get("mine").size()).hasValue(1);
    assertThat(keys.get("theirs").kind()).isEqualTo("(not readable)");
    assertThat(keys.get("theirs").size()).isEmpty();
  }

  @Test
  void aUserWhoMayNotAskForTypesIsToldWhatToAdd() {
    REDIS.call("SET", "k", "v");
    DragonflyConfig config = user("~*", "+@all", "-type");
    ConnectorException failure =
        catchThrowableOfType(ConnectorException.class, () -> describe(config));
    assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(failure).hasMessageContaining("+type");
  }
}
