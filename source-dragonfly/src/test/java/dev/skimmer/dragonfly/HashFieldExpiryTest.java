package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.Upsert;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RedisServerFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Expiries of single fields of a hash. */
class HashFieldExpiryTest {
  private static final long FAR = Instant.parse("2099-01-01T00:00:00.123Z").toEpochMilli();
  private static final int MANY = 5000;

  @RegisterExtension
  private static final RedisExtension REDIS =
      RedisExtension.withModules("--enable-debug-command", "local");

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeEach
  void clear() {
    REDIS.call("DEBUG", "SET-ACTIVE-EXPIRE", 1);
    REDIS.call("CONFIG", "RESETSTAT");
  }

  private static DragonflyConfig on(int port) {
    return TestConfigs.port(port).buildWithFieldExpiry();
  }

  private List<Operation> sync() {
    List<Operation> operations = Passes.sync(on(REDIS.port()), known);
    assertThat(known.errors()).isEmpty();
    return operations;
  }

  private List<Operation> syncWithout() {
    return Passes.sync(TestConfigs.port(REDIS.port()).build(), known);
  }

  private static void expire(String key, Object field, long atMillis) {
    REDIS.call("HPEXPIREAT", key, atMillis, "FIELDS", 1, field);
  }

  private String expiries(String key) {
    return (String) RowView.of(known, key).row().value(10);
  }

  private static long calls(String command) {
    String stats = REDIS.text("INFO", "commandstats");
    String found = stats.replaceAll("(?s).*cmdstat_" + command + ":calls=([0-9]+).*", "$1");
    return found.equals(stats) ? 0 : Long.parseLong(found);
  }

  @Test
  void theFieldsWithAnExpiryAreListedInTheOrderOfTheirBytes() {
    REDIS.call("HSET", "h", "b", 1, "a", 2, "c", 3, "é", 4);
    expire("h", "é", FAR + 1);
    expire("h", "c", FAR);
    expire("h", "a", FAR + 2);
    sync();
    assertThat(expiries("h"))
        .isEqualTo("{\"a\":%d,\"c\":%d,\"é\":%d}".formatted(FAR + 2, FAR, FAR + 1));
    assertThat(RowView.of(known, "h").value())
        .isEqualTo("{\"a\":\"2\",\"b\":\"1\",\"c\":\"3\",\"é\":\"4\"}");
  }

  @Test
  void aHashWithoutExpiriesAndEveryOtherTypeHaveNone() {
    REDIS.call("HSET", "h", "f", 1);
    REDIS.call("SET", "s", "v");
    REDIS.call("XADD", "unreadable", "*", "f", "v");
    Passes.sync(on(REDIS.port()), known);
    assertThat(expiries("h")).isNull();
    assertThat(expiries("s")).isNull();
    assertThat(RowView.of(known, "s").row().size()).isEqualTo(11);
  }

  @Test
  void anExpiryThatChangesAloneChangesTheRow() {
    REDIS.call("HSET", "h", "a", 1, "b", 2);
    sync();
    assertThat(sync()).isEmpty();
    REDIS.call("HEXPIRE", "h", 5000, "FIELDS", 1, "a");
    assertThat(sync()).hasSize(1);
    long seconds = (Long) ((List<?>) REDIS.call("HPEXPIRETIME", "h", "FIELDS", 1, "a")).get(0);
    assertThat(expiries("h")).isEqualTo("{\"a\":%d}".formatted(seconds));
    assertThat(sync()).isEmpty();
    REDIS.call("HPEXPIREAT", "h", seconds + 1, "FIELDS", 1, "a");
    assertThat(sync()).hasSize(1);
    REDIS.call("HPERSIST", "h", "FIELDS", 1, "a");
    expire("h", "b", seconds + 1);
    assertThat(sync()).hasSize(1);
    assertThat(expiries("h")).isEqualTo("{\"b\":%d}".formatted(seconds + 1));
    REDIS.call("HPERSIST", "h", "FIELDS", 1, "b");
    assertThat(sync()).hasSize(1);
    assertThat(expiries("h")).isNull();
    assertThat(sync()).isEmpty();
  }

  @Test
  void aHashThatLooksLikeTheFingerprintOfExpiriesDiffersFromThem() {
    REDIS.call("HSET", "h", "", 1, "a", 2);
    expire("h", "", FAR);
    sync();
    REDIS.call("DEL", "h");
    REDIS.call("HSET", "h", "", 1, "a", 2);
    expire("h", "a", FAR);
    assertThat(sync()).hasSize(1);
    assertThat(expiries("h")).isEqualTo("{\"a\":%d}".formatted(FAR));
  }

  @Test
  void aLargeHashIsAskedAboutWindowByWindow() throws JsonProcessingException {
    IntStream.range(0, MANY).forEach(i -> REDIS.send("HSET", "h", "field" + i, i));
    IntStream.range(0, MANY)
        .filter(i -> i % 2 == 0)
        .forEach(i -> REDIS.send("HPEXPIREAT", "h", FAR + i, "FIELDS", 1, "field" + i));
    REDIS.flushAll();
    sync();
    JsonNode listed = new ObjectMapper().readTree(expiries("h"));
    assertThat(listed.size()).isEqualTo(MANY / 2);
    IntStream.range(0, MANY / 2)
        .forEach(i -> assertThat(listed.get("field" + 2 * i).asLong()).isEqualTo(FAR + 2L * i));
    assertThat(RowView.of(known, "h").size()).isEqualTo(MANY);
    assertThat(calls("hpexpiretime")).isBetween((long) MANY / 1000, 2L * MANY / 1000 + 2);
    assertThat(sync()).isEmpty();
    expire("h", "field4999", FAR);
    assertThat(sync()).hasSize(1);
  }

  @Test
  void aHashOfMoreThanAThousandFieldsInOneReplyIsAskedAboutInParts() {
    REDIS.call("CONFIG", "SET", "hash-max-listpack-entries", 3000);
    IntStream.range(0, 2500).forEach(i -> REDIS.send("HSET", "h", "f" + i, i));
    REDIS.flushAll();
    expire("h", "f2400", FAR);
    sync();
    assertThat(expiries("h")).isEqualTo("{\"f2400\":%d}".formatted(FAR));
    REDIS.call("CONFIG", "SET", "hash-max-listpack-entries", 128);
  }

  @Test
  void expiriesThatDoNotFitBehindAWindowAreAskedForOnceMore() {
    String tenKilobytes = "x".repeat(10_240);
    IntStream.range(0, 3000).forEach(i -> REDIS.send("HSET", "h", "f" + i, tenKilobytes));
    REDIS.flushAll();
    IntStream.range(0, 3000)
        .forEach(i -> REDIS.send("HPEXPIREAT", "h", FAR + i, "FIELDS", 1, "f" + i));
    REDIS.flushAll();
    DragonflyConfig large =
        TestConfigs.port(REDIS.port()).maxValueBytes(64L << 20).buildWithFieldExpiry();
    Passes.sync(large, known);
    for (int i = 0; i < 3000; i += 7) {
      assertThat(expiries("h")).contains("\"f%d\":%d".formatted(i, FAR + i));
    }
    assertThat(Passes.sync(large, known)).isEmpty();
  }

  @Test
  void namesOfFieldsAreAnyBytes() {
    byte[] field = {(byte) 0xFF, 0, '\r', '\n', '\\'};
    REDIS.call("HSET", "h", field, 1, "", 2, "\"", 3);
    expire("h", field, FAR);
    expire("h", "", FAR + 1);
    expire("h", "\"", FAR + 2);
    sync();
    assertThat(expiries("h"))
        .isEqualTo(
            "{\"\":%d,\"\\\"\":%d,\"\\\\xFF\\\\x00\\r\\n\\\\\\\\\":%d}"
                .formatted(FAR + 1, FAR + 2, FAR));
  }

  @Test
  void theOptionWritesTheHashesWithExpiriesOnceAndNothingElse() {
    REDIS.call("HSET", "plain", "f", 1);
    REDIS.call("HSET", "h", "f", 1);
    REDIS.call("SET", "s", "v");
    expire("h", "f", FAR);
    syncWithout();
    assertThat(RowView.of(known, "h").row().size()).isEqualTo(10);
    assertThat(syncWithout()).isEmpty();
    assertThat(sync()).hasSize(1);
    assertThat(expiries("h")).isEqualTo("{\"f\":%d}".formatted(FAR));
    assertThat(sync()).isEmpty();
    assertThat(syncWithout()).hasSize(1);
    assertThat(syncWithout()).isEmpty();
  }

  @Test
  void aKeyspaceWithoutHashesIsNotAskedAboutFields() {
    REDIS.call("SET", "s", "v");
    REDIS.call("RPUSH", "l", "e");
    sync();
    long atOpening = calls("hpexpiretime");
    REDIS.call("CONFIG", "RESETSTAT");
    sync();
    assertThat(calls("hpexpiretime")).isEqualTo(atOpening).isEqualTo(1);
  }

  @Test
  void fieldsThatExpireBetweenTwoReadsAreNoError() throws InterruptedException {
    REDIS.call("DEBUG", "SET-ACTIVE-EXPIRE", 0);
    IntStream.range(0, MANY).forEach(i -> REDIS.send("HSET", "large", "f" + i, i));
    IntStream.range(0, MANY)
        .filter(i -> i % 3 == 0)
        .forEach(i -> REDIS.send("HPEXPIRE", "large", 1 + i % 200, "FIELDS", 1, "f" + i));
    REDIS.send("HSET", "small", "gone", 1, "stays", 1);
    REDIS.send("HPEXPIRE", "small", 20, "FIELDS", 1, "gone");
    REDIS.send("HPEXPIREAT", "large", FAR, "FIELDS", 1, "f1");
    REDIS.flushAll();
    sync();
    Thread.sleep(250);
    sync();
    assertThat(RowView.of(known, "small").value()).isEqualTo("{\"stays\":\"1\"}");
    assertThat(expiries("small")).isNull();
    assertThat(RowView.of(known, "large").size()).isEqualTo(MANY - (MANY + 2) / 3);
    assertThat(expiries("large")).isEqualTo("{\"f1\":%d}".formatted(FAR));
  }

  @Test
  void aHashThatGoesBetweenItsFieldsAndTheirExpiriesIsNoError() {
    REDIS.call("HSET", "h", "f", 1);
    expire("h", "f", FAR);
    try (Source.Session session = new DragonflySource().open(on(REDIS.port()), Context.system());
        SplitReader reader = session.read(session.plan(1).get(0), Cursor.START, known)) {
      while (calls("scan") == 0) {
        Thread.onSpinWait();
      }
      REDIS.server().pause();
      assertThat(reader.poll(Duration.ofMillis(200))).isEmpty();
      REDIS.server().resume();
      while (calls("type") == 0) {
        Thread.onSpinWait();
      }
      REDIS.server().pause();
      assertThat(reader.poll(Duration.ofMillis(200))).isEmpty();
      REDIS.server().resume();
      while (calls("hscan") == 0) {
        Thread.onSpinWait();
      }
      REDIS.call("DEL", "h");
      Passes.drain(reader, known);
    } finally {
      REDIS.server().resume();
    }
    assertThat(RowView.of(known, "h").value()).isEqualTo("{\"f\":\"1\"}");
    assertThat(expiries("h")).isNull();
    sync();
    assertThat(known.rows()).isEmpty();
  }

  @Test
  void aServerThatTellsSecondsFromNowIsReadFieldByField() {
    REDIS.call("HSET", "h", "a", 1, "b", 2, "c", 3);
    expire("h", "a", FAR);
    expire("h", "c", FAR + 60_000);
    try (FieldTtlProxy proxy = FieldTtlProxy.start(REDIS.port())) {
      assertThat(Passes.sync(on(proxy.port()), known)).hasSize(1);
      assertThat(expiries("h")).matches("\\{\"a\":[0-9]+000,\"c\":[0-9]+000}");
      String first = expiries("h");
      for (int missing : new int[] {1, 0, 1}) {
        proxy.missingSeconds.set(missing);
        assertThat(Passes.sync(on(proxy.port()), known)).isEmpty();
      }
      REDIS.call("HSET", "h", "b", "changed");
      assertThat(Passes.sync(on(proxy.port()), known)).hasSize(1);
      assertThat(expiries("h")).isEqualTo(first);
      expire("h", "c", FAR + 70_000);
      assertThat(Passes.sync(on(proxy.port()), known)).hasSize(1);
      assertThat(expiries("h")).isNotEqualTo(first);
      REDIS.call("HPERSIST", "h", "FIELDS", 2, "a", "c");
      assertThat(Passes.sync(on(proxy.port()), known)).hasSize(1);
      assertThat(expiries("h")).isNull();
      assertThat(RowView.of(known, "h").row().value(9)).isNull();
    }
  }

  @Test
  void aStreamThatBecomesAHashIsReadWhereSecondsAreComparedWithThePosition() {
    REDIS.call("XADD", "h", "1-1", "a", "b");
    try (FieldTtlProxy proxy = FieldTtlProxy.start(REDIS.port())) {
      Passes.sync(on(proxy.port()), known);
      REDIS.call("DEL", "h");
      REDIS.call("HSET", "h", "a", 1);
      expire("h", "a", FAR);
      Passes.sync(on(proxy.port()), known);
      assertThat(RowView.of(known, "h").type()).isEqualTo("hash");
    }
  }

  @Test
  void aLargeHashOfAServerThatTellsSecondsFromNowIsRead() throws JsonProcessingException {
    IntStream.range(0, MANY).forEach(i -> REDIS.send("HSET", "h", "f" + i, i));
    IntStream.range(0, MANY)
        .forEach(i -> REDIS.send("HPEXPIREAT", "h", FAR + i * 1000L, "FIELDS", 1, "f" + i));
    REDIS.flushAll();
    try (FieldTtlProxy proxy = FieldTtlProxy.start(REDIS.port())) {
      Passes.sync(on(proxy.port()), known);
      JsonNode listed = new ObjectMapper().readTree(expiries("h"));
      assertThat(listed.size()).isEqualTo(MANY);
      IntStream.range(0, MANY)
          .forEach(
              i ->
                  assertThat(listed.get("f" + i).asLong())
                      .isBetween(FAR + i * 1000L - 2000, FAR + i * 1000L + 1000));
      assertThat(Passes.sync(on(proxy.port()), known)).isEmpty();
    }
  }

  @Test
  void checkSaysHowExpiriesOfFieldsAreRead() {
    try (Source.Session session = new DragonflySource().open(on(REDIS.port()), Context.system());
        FieldTtlProxy proxy = FieldTtlProxy.start(REDIS.port());
        Source.Session relative = new DragonflySource().open(on(proxy.port()), Context.system())) {
      assertThat(session.check()).contains(new Fact("field expiry", "HPEXPIRETIME, exact"));
      assertThat(relative.check()).contains(new Fact("field expiry", "FIELDTTL, within 2 s"));
      assertThat(session.scope()).endsWith(" field_expiry");
    }
  }

  @Test
  void aServerThatCannotTellIsRefused() {
    try (RedisServerFixture old = RedisServerFixture.start()) {
      ConnectorException failure =
          catchThrowableOfType(
              ConnectorException.class,
              () -> new DragonflySource().open(on(old.port()), Context.system()).close());
      assertThat(failure.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
      assertThat(failure).hasMessageContaining("hash_field_expiry").hasMessageContaining("7.4");
    }
  }

  @Test
  void aUserWhoMayNotAskIsToldWhichRuleIsMissing() {
    REDIS.call("HSET", "h", "a", "1");
    REDIS.call("ACL", "SETUSER", "sync", "on", ">secret", "~*", "+@all", "-hpexpiretime");
    DragonflyConfig config =
        TestConfigs.port(REDIS.port()).user("sync", "secret").buildWithFieldExpiry();
    ConnectorException failure =
        catchThrowableOfType(ConnectorException.class, () -> Passes.sync(config, known));
    assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(failure).hasMessageContaining("+hpexpiretime");
  }

  @Test
  void theFingerprintIsTheDocumentedOne() {
    REDIS.call("HSET", "h", "a", "1", "b", "2");
    expire("h", "b", FAR);
    List<Operation> operations = sync();
    assertThat(((Upsert) operations.get(0)).row().value(8).toString())
        .isEqualTo(LengthPrefixed.md5("hash", "a", "1", "b", "2", "", "b", Long.toString(FAR)));
    syncWithout();
    assertThat(RowView.of(known, "h").fingerprint().toString())
        .isEqualTo(LengthPrefixed.md5("hash", "a", "1", "b", "2"));
  }
}
