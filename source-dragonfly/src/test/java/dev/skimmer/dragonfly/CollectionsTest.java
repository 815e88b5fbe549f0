package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.skimmer.testkit.RedisExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Collections that are read in windows. */
class CollectionsTest {
  private static final int MANY = 5000;

  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  private void sync() {
    Passes.sync(TestConfigs.port(REDIS.port()).build(), known);
  }

  private static String numbered(int i) {
    return "m%06d".formatted(i);
  }

  private static List<String> strings(String json) throws IOException {
    List<String> strings = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() || token == JsonToken.FIELD_NAME) {
          strings.add(parser.getText());
        }
      }
    }
    return strings;
  }

  @Test
  void readsAHashOfFiveThousandFields() throws IOException {
    IntStream.range(0, MANY).forEach(i -> REDIS.send("HSET", "h", numbered(i), i));
    REDIS.flushAll();
    sync();
    List<String> expected =
        IntStream.range(0, MANY)
            .boxed()
            .flatMap(i -> List.of(numbered(i), Integer.toString(i)).stream())
            .toList();
    assertThat(strings(RowView.of(known, "h").value())).isEqualTo(expected);
    assertThat(RowView.of(known, "h").size()).isEqualTo(MANY);
  }

  @Test
  void readsASetInWindows() throws IOException {
    IntStream.range(0, MANY).forEach(i -> REDIS.send("SADD", "s", numbered(i)));
    REDIS.flushAll();
    sync();
    assertThat(strings(RowView.of(known, "s").value()))
        .isEqualTo(IntStream.range(0, MANY).mapToObj(CollectionsTest::numbered).toList());
  }

  @Test
  void readsASortedSetInWindows() throws IOException {
    IntStream.range(0, MANY).forEach(i -> REDIS.send("ZADD", "z", MANY - i, numbered(i)));
    REDIS.flushAll();
    sync();
    List<String> values = strings(RowView.of(known, "z").value());
    assertThat(values).hasSize(2 * MANY).startsWith(numbered(MANY - 1), "1");
    assertThat(RowView.of(known, "z").size()).isEqualTo(MANY);
  }

  @Test
  void readsListsWhoseLengthIsAroundThatOfAWindow() throws IOException {
    for (int length : List.of(1, 999, 1000, 1001, 2000, 2001)) {
      IntStream.range(0, length).forEach(i -> REDIS.send("RPUSH", "l" + length, i));
    }
    REDIS.flushAll();
    sync();
    for (int length : List.of(1, 999, 1000, 1001, 2000, 2001)) {
      assertThat(strings(RowView.of(known, "l" + length).value()))
          .isEqualTo(IntStream.range(0, length).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void findsALargeCollectionUnchanged() {
    IntStream.range(0, MANY).forEach(i -> REDIS.send("HSET", "h", numbered(i), i));
    REDIS.flushAll();
    sync();
    assertThat(Passes.sync(TestConfigs.port(REDIS.port()).build(), known)).isEmpty();
  }

  @Test
  void seesTheExpiryOfALargeCollection() {
    IntStream.range(0, MANY).forEach(i -> REDIS.send("RPUSH", "l", i));
    REDIS.send("PEXPIRE", "l", 100_000);
    REDIS.flushAll();
    sync();
    assertThat(RowView.of(known, "l").ttl()).isBetween(90L, 100L);
  }
}
