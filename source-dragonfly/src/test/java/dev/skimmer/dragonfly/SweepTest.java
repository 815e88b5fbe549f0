package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.testkit.RedisExtension;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of rows that a pass has not seen. */
class SweepTest {
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  private final Context context = Context.system();
  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  private List<Operation> sync(TestConfigs config) {
    return Passes.sync(config.build(), known, context);
  }

  private TestConfigs config() {
    return TestConfigs.port(REDIS.port());
  }

  private List<Operation> sweepAlone(TestConfigs config) {
    known.newPass();
    try (Source.Session session = new DragonflySource().open(config.build(), context);
        SplitReader reader = session.sweep(new TableId(TestConfigs.TABLE), known)) {
      return Passes.drain(reader, known);
    }
  }

  @Test
  void removesTheRowsOfKeysThatAreGone() {
    IntStream.range(0, 3000).forEach(i -> REDIS.send("SET", "k" + i, i));
    REDIS.flushAll();
    sync(config());
    IntStream.range(0, 2500).forEach(i -> REDIS.send("DEL", "k" + i));
    REDIS.flushAll();
    List<Operation> operations = sync(config());
    assertThat(operations).hasSize(2500).allMatch(Delete.class::isInstance);
    assertThat(known.rows()).hasSize(500);
    assertThat(context.metrics().rechecked()).isEqualTo(2500);
  }

  @Test
  void removesRowsOfEveryTypeAndOfEmptyStrings() {
    REDIS.call("SET", "string", "");
    REDIS.call("HSET", "hash", "f", "v");
    REDIS.call("RPUSH", "list", "e");
    REDIS.call("SADD", "set", "m");
    REDIS.call("ZADD", "zset", 1, "m");
    sync(config());
    REDIS.call("FLUSHALL");
    sync(config());
    assertThat(known.rows()).isEmpty();
  }

  @Test
  void readsKeysThatTheScanMissed() {
    REDIS.call("SET", "same", "v");
    REDIS.call("SET", "changed", "v");
    sync(config());
    REDIS.call("SET", "changed", "w");
    List<Operation> operations = sweepAlone(config());
    assertThat(operations).hasSize(1);
    assertThat(RowView.of(known, "changed").value()).isEqualTo("w");
    assertThat(known.rows()).hasSize(2);
  }

  @Test
  @Tag("guard")
  void leavesRowsOutsideTheScopeAlone() {
    REDIS.call("SET", "user:1", "v");
    REDIS.call("SET", "user:2", "v");
    REDIS.call("SET", "order:1", "v");
    sync(config());
    REDIS.call("DEL", "user:1", "order:1");
    sync(config().pattern("user:*"));
    assertThat(known.rows()).containsOnlyKeys("user:2", "order:1");
    assertThat(context.metrics().outOfScope()).isEqualTo(1);
  }

  @Test
  void removesEntriesOfTheErrorsTableWhoseKeysAreGone() {
    TestConfigs small = config().maxValueBytes(100);
    REDIS.call("SET", "large", "x".repeat(101));
    sync(small);
    assertThat(known.errors()).containsOnlyKeys("large");
    REDIS.call("DEL", "large");
    assertThat(sync(small)).hasSize(1).allMatch(Delete.class::isInstance);
    assertThat(known.errors()).isEmpty();
  }

  @Test
  void removesRowAndEntryOfAKeyThatHadBoth() {
    REDIS.call("SET", "k", "v");
    sync(config());
    REDIS.call("SET", "k", "x".repeat(2000));
    sync(config().maxValueBytes(1000));
    assertThat(known.errors()).containsOnlyKeys("k");
    REDIS.call("DEL", "k");
    assertThat(sync(config())).hasSize(2);
    assertThat(known.rows()).isEmpty();
    assertThat(known.errors()).isEmpty();
  }

  @Test
  void aSecondPassOverTheSameKeysChangesNothing() {
    IntStream.range(0, 500).forEach(i -> REDIS.send("HSET", "h" + i, "f", i));
    REDIS.flushAll();
    assertThat(sync(config())).hasSize(500);
    assertThat(sync(config())).isEmpty();
  }

  @Test
  void isFinishedAtOnceWhenEverythingWasSeen() {
    try (Source.Session session = new DragonflySource().open(config().build(), context)) {
      Passes.scan(session, Cursor.START, known);
      try (SplitReader reader = session.sweep(new TableId(TestConfigs.TABLE), known)) {
        assertThat(Passes.drain(reader, known)).isEmpty();
      }
    }
  }
}
