package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Row;
import dev.skimmer.testkit.RedisExtension;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values around and above {@code max_value_bytes}. */
class LargeValuesTest {
  private static final int LIMIT = 100_000;

  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
  private final Context context = Context.system();

  private void sync() {
    Passes.sync(TestConfigs.port(REDIS.port()).maxValueBytes(LIMIT).build(), known, context);
  }

  private void assertTooLarge(String key, String words) {
    Row error = known.errors().get(key);
    assertThat(error).isNotNull();
    assertThat(error.value(2)).isEqualTo("VALUE_TOO_LARGE");
    assertThat((String) error.value(3)).contains(words).contains("max_value_bytes");
  }

  @Test
  @Tag("promise-11")
  void acceptsAStringOfExactlyTheLimit() {
    REDIS.call("SET", "exact", "x".repeat(LIMIT));
    sync();
    assertThat(RowView.of(known, "exact").size()).isEqualTo(LIMIT);
  }

  @Test
  @Tag("promise-11")
  void refusesAStringOfOneByteMoreAndNamesItsSize() {
    REDIS.call("SET", "more", "x".repeat(LIMIT + 1));
    sync();
    assertTooLarge("more", "string of 100001 bytes");
    assertThat(known.rows()).isEmpty();
  }

  @Test
  @Tag("promise-11")
  void neverReadsAHugeStringWhole() {
    REDIS.call("SETRANGE", "huge", 100_000_000, "x");
    sync();
    assertTooLarge("huge", "100000001 bytes");
    assertThat(context.metrics().bytesRead()).isLessThan(2L * LIMIT);
  }

  @Test
  void refusesACollectionOfFewButLargeElements() {
    REDIS.call("HSET", "h", "a", "x".repeat(60_000), "b", "y".repeat(60_000));
    sync();
    assertTooLarge("h", "hash of 2 elements");
  }

  @Test
  @Tag("promise-10")
  void stopsReadingWindowsWhenACollectionIsTooLarge() {
    IntStream.range(0, 50_000).forEach(i -> REDIS.send("RPUSH", "l", "element" + i));
    REDIS.flushAll();
    sync();
    assertTooLarge("l", "list of 50000 elements");
    assertThat(context.metrics().bytesRead()).isLessThan(3L * LIMIT);
  }

  private Object sizeOf(String key) {
    return known.errors().get(key).value(6);
  }

  @Test
  void theSizeOfARefusedValueIsWhatTheServerCounts() {
    REDIS.call("SET", "string", "x".repeat(LIMIT + 7));
    REDIS.call("SETRANGE", "huge", 100_000_000, "x");
    String element = "x".repeat(60_000);
    REDIS.call("HSET", "hash", "a", element, "b", element, "c", 1);
    REDIS.call("RPUSH", "list", element, element, "c", "d");
    REDIS.call("SADD", "set", element + 1, element + 2);
    REDIS.call("ZADD", "zset", 1, element + 1, 2, element + 2);
    sync();
    assertThat(sizeOf("string")).isEqualTo(LIMIT + 7L);
    assertThat(sizeOf("huge")).isEqualTo(100_000_001L);
    assertThat(sizeOf("hash")).isEqualTo(3L);
    assertThat(sizeOf("list")).isEqualTo(4L);
    assertThat(sizeOf("set")).isEqualTo(2L);
    assertThat(sizeOf("zset")).isEqualTo(2L);
  }

  @Test
  @Tag("promise-10")
  void theSizeOfACollectionThatIsRefusedInItsWindowsIsWhatTheServerCounts() {
    IntStream.range(0, 20_000)
        .forEach(
            i -> {
              REDIS.send("HSET", "hash", "field" + i, i);
              REDIS.send("SADD", "set", "member" + i);
              REDIS.send("ZADD", "zset", i, "member" + i);
            });
    REDIS.flushAll();
    sync();
    for (String key : List.of("hash", "set", "zset")) {
      assertTooLarge(key, key + " of 20000 elements");
      assertThat(sizeOf(key)).isEqualTo(20_000L);
    }
  }

  @Test
  void theSizeOfAValueInAPipelineWithOthersIsWhatTheServerCounts() {
    for (int i = 0; i < 200; i++) {
      REDIS.call("SET", "k" + i, "x".repeat(i % 2 == 0 ? 50_000 : LIMIT + i));
    }
    sync();
    sync();
    assertThat(known.errors()).hasSize(100);
    for (int i = 1; i < 200; i += 2) {
      assertThat(sizeOf("k" + i)).isEqualTo((long) LIMIT + i);
    }
  }

  @Test
  void keepsTheLastGoodRowAndDropsTheEntryWhenTheKeyFitsAgain() {
    REDIS.call("SET", "k", "small");
    sync();
    REDIS.call("SET", "k", "x".repeat(LIMIT + 1));
    sync();
    assertTooLarge("k", "bytes");
    assertThat(RowView.of(known, "k").value()).isEqualTo("small");
    REDIS.call("SET", "k", "small");
    sync();
    assertThat(known.errors()).isEmpty();
    assertThat(RowView.of(known, "k").value()).isEqualTo("small");
  }

  @Test
  void keepsSinceWhenAnErrorWasFirstSeen() {
    REDIS.call("SET", "k", "x".repeat(LIMIT + 1));
    sync();
    Object first = known.errors().get("k").value(4);
    sync();
    assertThat(known.errors().get("k").value(4)).isEqualTo(first);
  }

  @Test
  void readsManyValuesThatDoNotFitTogether() {
    int count = 300;
    for (int i = 0; i < count; i++) {
      REDIS.call("SET", "k" + i, "%06d".formatted(i).repeat(15_000));
    }
    Passes.sync(TestConfigs.port(REDIS.port()).build(), known, context);
    assertThat(known.rows()).hasSize(count);
    assertThat(RowView.of(known, "k299").value()).startsWith("000299000299").hasSize(90_000);
    assertThat(context.metrics().bytesRead()).isLessThan(count * 117_000L);
  }

  @Test
  void aValueThatFillsThePageHasTheExpiryThatTheServerTells() {
    REDIS.call("SET", "k", "x".repeat(9_000_000));
    REDIS.call("SET", "expiring", "x".repeat(9_000_000));
    REDIS.call("EXPIRE", "expiring", 10_000);
    Passes.sync(TestConfigs.port(REDIS.port()).build(), known);
    assertThat(known.errors()).isEmpty();
    assertThat(RowView.of(known, "k").row().value(6)).isNull();
    assertThat((Instant) RowView.of(known, "expiring").row().value(6)).isAfter(Instant.now());
  }
}
