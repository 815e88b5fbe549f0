package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.skimmer.spi.Operation;
import dev.skimmer.testkit.RedisExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams, on a real server. */
class StreamTest {
  private static final String ENTRIES = TestConfigs.TABLE + "_stream";

  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.withModules();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  private static TestConfigs config() {
    return TestConfigs.port(REDIS.port());
  }

  private List<Operation> sync(TestConfigs config) {
    List<Operation> operations = Passes.sync(config.build(), known);
    assertThat(known.errors()).isEmpty();
    return operations;
  }

  private List<Operation> sync() {
    return sync(config());
  }

  private Map<Object, Object> copied() {
    return known.series(ENTRIES, "log");
  }

  private static void add(int from, int count) {
    for (int i = from; i < from + count; i++) {
      REDIS.send("XADD", "log", i + "-0", "n", i);
    }
    REDIS.flushAll();
  }

  @Test
  void aStreamsRowHoldsItsFactsAndItsEntriesGoToATableOfTheirOwn() {
    REDIS.call("XADD", "log", "1-1", "b", "2", "a", "1");
    REDIS.call("XADD", "log", "1-2", "twice", "x", "twice", "y");
    REDIS.call("XADD", "log", "2-0", new byte[] {(byte) 0xFF, 0}, new byte[] {(byte) 0xC3});
    REDIS.call("XGROUP", "CREATE", "log", "readers", "0");
    sync();
    RowView row = RowView.of(known, "log");
    assertThat(row.type()).isEqualTo("stream");
    assertThat(row.size()).isEqualTo(3);
    assertThat(row.value())
        .isEqualTo(
            "{\"length\":3,\"first-entry-id\":\"1-1\",\"last-entry-id\":\"2-0\","
                + "\"last-generated-id\":\"2-0\",\"max-deleted-entry-id\":\"0-0\","
                + "\"entries-added\":3,\"groups\":1}");
    assertThat(copied())
        .isEqualTo(
            Map.of(
                "1-1", "{\"b\":\"2\",\"a\":\"1\"}",
                "1-2", "[[\"twice\",\"x\"],[\"twice\",\"y\"]]",
                "2-0", "{\"\\\\xFF\\\\x00\":\"\\\\xC3\"}"));
    assertThat(sync()).isEmpty();
  }

  @Test
  void entriesAreReadIncrementallyById() {
    add(1, 7000);
    sync();
    assertThat(copied()).hasSize(7000);
    add(7001, 2);
    assertThat(sync()).hasSize(3);
    assertThat(copied()).hasSize(7002).containsEntry("7002-0", "{\"n\":\"7002\"}");
  }

  @Test
  void trimmedAndDeletedEntriesStayByDefault() {
    add(1, 10);
    sync();
    REDIS.call("XTRIM", "log", "MAXLEN", 5);
    REDIS.call("XDEL", "log", "8-0");
    assertThat(sync()).hasSize(1);
    assertThat(copied()).hasSize(10);
    assertThat(RowView.of(known, "log").size()).isEqualTo(4);
  }

  @Test
  void trimmedAndDeletedEntriesGoWithTheMirror() {
    TestConfigs mirror = config().with("stream_mirror", "true");
    add(1, 10);
    sync(mirror);
    REDIS.call("XTRIM", "log", "MAXLEN", 5);
    REDIS.call("XDEL", "log", "8-0");
    REDIS.call("XADD", "log", "11-0", "n", "11");
    sync(mirror);
    assertThat(copied()).containsOnlyKeys("6-0", "7-0", "9-0", "10-0", "11-0");
    assertThat(sync(mirror)).isEmpty();
  }

  @Test
  void aStreamThatIsCreatedAnewWithSmallerIdsIsReplaced() {
    add(100, 10);
    sync();
    REDIS.call("DEL", "log");
    add(1, 20);
    sync();
    assertThat(copied()).hasSize(20).containsKey("20-0");
  }

  @Test
  void aStreamThatIsCreatedAnewWithFewerEntriesIsReplaced() {
    add(100, 10);
    sync();
    REDIS.call("DEL", "log");
    add(200, 5);
    sync();
    assertThat(copied()).hasSize(5).containsKey("204-0");
  }

  @Test
  void aStreamThatIsCreatedAnewWithMoreNewEntriesThanItsCounterGrewIsReplaced() {
    add(100, 10);
    sync();
    REDIS.call("DEL", "log");
    add(200, 15);
    sync();
    assertThat(copied()).hasSize(15).containsKey("214-0");
  }

  @Test
  void aDeletedStreamLosesRowAndEntries() {
    add(1, 10);
    sync();
    REDIS.call("DEL", "log");
    sync();
    assertThat(known.rows()).isEmpty();
    assertThat(copied()).isEmpty();
  }

  @Test
  void anEmptyStreamIsARow() {
    add(1, 1);
    REDIS.call("XDEL", "log", "1-0");
    sync();
    assertThat(RowView.of(known, "log").size()).isZero();
    assertThat(copied()).isEmpty();
    assertThat(sync()).isEmpty();
  }

  @Test
  void largeEntriesAreReadInSmallerWindows() {
    byte[] large = new byte[300_000];
    for (int i = 1; i <= 200; i++) {
      REDIS.call("XADD", "log", i + "-0", "f", large);
    }
    sync();
    assertThat(copied()).hasSize(200);
  }

  @Test
  void anEntryThatIsLargerThanAllowedIsAnErrorOfItsStream() {
    REDIS.call("XADD", "log", "1-0", "f", "small");
    REDIS.call("XADD", "log", "2-0", "f", new byte[9 << 20]);
    Passes.sync(config().maxValueBytes(1000).build(), known);
    assertThat(known.errors()).containsOnlyKeys("log");
    assertThat((String) known.errors().get("log").value(3)).contains("max_value_bytes");
    assertThat(known.errors().get("log").value(6)).isEqualTo(2L);
    REDIS.call("XDEL", "log", "2-0");
    Passes.sync(config().maxValueBytes(1000).build(), known);
    assertThat(known.errors()).isEmpty();
    assertThat(copied()).containsOnlyKeys("1-0");
  }

  @Test
  void valuesTrimmedMeanwhileDoNotMatter() {
    Map<Object, Object> expected = new TreeMap<>();
    for (int round = 0; round < 5; round++) {
      add(round * 100 + 1, 100);
      for (int i = 1; i <= 100; i++) {
        int n = round * 100 + i;
        expected.put(n + "-0", "{\"n\":\"" + n + "\"}");
      }
      sync();
      REDIS.call("XTRIM", "log", "MAXLEN", 10);
    }
    assertThat(copied()).isEqualTo(expected);
  }

  @Test
  void aStreamWhoseFirstAndLastEntryFillThePageIsRead() {
    byte[] large = new byte[5_000_000];
    REDIS.call("XADD", "log", "1-0", "f", large);
    REDIS.call("XADD", "log", "2-0", "f", large);
    assertTimeoutPreemptively(Duration.ofMinutes(1), () -> sync());
    assertThat(copied()).hasSize(2);
  }

  @Test
  void manyStreamsOfLargeEntriesAreRead() {
    for (int stream = 0; stream < 8; stream++) {
      for (int i = 1; i <= 5; i++) {
        REDIS.call("XADD", "log" + stream, i + "-0", "f", new byte[1_500_000]);
      }
    }
    sync();
    assertThat(known.series(ENTRIES, "log3")).hasSize(5);
  }

  @Test
  void idsOfSixtyFourUnsignedBitsAreRead() {
    REDIS.call("XADD", "log", "1-0", "n", "1");
    REDIS.call("XADD", "log", "18446744073709551615-18446744073709551614", "n", "1");
    sync();
    REDIS.call("XADD", "log", "18446744073709551615-18446744073709551615", "n", "1");
    sync();
    assertThat(copied()).hasSize(3);
    assertThat(sync()).isEmpty();
  }
}
