package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.testkit.RedisExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys that become something else while a series or stream is copied from them. */
class SeriesRacesTest {
  private static final String SAMPLES = TestConfigs.TABLE + "_timeseries";
  private static final String ENTRIES = TestConfigs.TABLE + "_stream";
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.withModules();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  private static Source.Session open() {
    return new DragonflySource().open(TestConfigs.port(REDIS.port()).build(), Context.system());
  }

  private static void samples(int from, int count) {
    for (int i = from; i < from + count; i++) {
      REDIS.send("TS.ADD", "k", i * 10L, i);
    }
    REDIS.flushAll();
  }

  private static void entries(int from, int count) {
    for (int i = from; i < from + count; i++) {
      REDIS.send("XADD", "k", i + "-0", "n", i);
    }
    REDIS.flushAll();
  }

  private void read(Source.Session session, int batches) {
    Split split = session.plan(1).get(0);
    try (SplitReader reader = session.read(split, Cursor.START, known)) {
      drain(reader, batches);
    }
  }

  private void drain(SplitReader reader, int batches) {
    for (int i = 0; i < batches && !reader.isFinished(); ) {
      List<Operation> operations = reader.poll(Duration.ofSeconds(1));
      known.apply(operations);
      i += operations.isEmpty() ? 0 : 1;
    }
  }

  private void sync() {
    Passes.sync(TestConfigs.port(REDIS.port()).build(), known);
    known.lastCompletePass(Instant.now());
  }

  @Test
  void aSeriesThatBecomesAStreamInMidCopyLosesItsSamples() {
    samples(1, 22_000);
    try (Source.Session session = open()) {
      known.newPass();
      known.freeze(); // as beganEmpty, and as nothing committed
      Split split = session.plan(1).get(0);
      try (SplitReader reader = session.read(split, Cursor.START, known)) {
        drain(reader, 2);
        REDIS.call("DEL", "k");
        entries(1, 5);
        Passes.drain(reader, known);
      }
      try (SplitReader reader = session.sweep(new TableId(TestConfigs.TABLE), known)) {
        Passes.drain(reader, known);
      }
    }
    assertThat(RowView.of(known, "k").type()).isEqualTo("stream");
    assertThat(known.series(ENTRIES, "k")).hasSize(5);
    assertThat(known.series(SAMPLES, "k")).isEmpty();
  }

  @Test
  @Tag("guard")
  void aFirstCopyRemovesNothingFromATableThatHoldsNothing() {
    samples(1, 12_000);
    REDIS.call("XADD", "log", "1-0", "n", "1");
    List<TableId> removedFrom = new ArrayList<>();
    for (Operation operation : Passes.sync(TestConfigs.port(REDIS.port()).build(), known)) {
      if (operation instanceof Delete delete) {
        removedFrom.add(delete.table());
      }
    }
    // The other table is tidied up all the same: the key may have been a stream a moment ago.
    assertThat(removedFrom).doesNotContain(new TableId(SAMPLES));
    assertThat(known.series(SAMPLES, "k")).hasSize(12_000);
    assertThat(known.series(ENTRIES, "log")).hasSize(1);
  }

  @Test
  @Tag("guard")
  void aFirstCopyReplacesWhatATableHoldsWithoutARowOfItsKey() {
    samples(1, 10);
    sync();
    known.forgetRow("k");
    sync();
    assertThat(known.series(SAMPLES, "k")).hasSize(10);
  }

  @Test
  void aReplacementOfAStreamThatWasCutOffIsDoneAgain() {
    entries(1, 100);
    sync();
    REDIS.call("DEL", "k");
    entries(101, 150);
    try (Source.Session session = open()) {
      known.newPass();
      read(session, 2);
    }
    sync();
    assertThat(known.series(ENTRIES, "k")).hasSize(150);
  }

  @Test
  void aStreamThatIsCreatedAnewInMidCopyIsReplaced() {
    entries(1, 5000);
    try (Source.Session session = open()) {
      known.newPass();
      Split split = session.plan(1).get(0);
      try (SplitReader reader = session.read(split, Cursor.START, known)) {
        drain(reader, 3);
        REDIS.call("DEL", "k");
        entries(10_000, 50);
        Passes.drain(reader, known);
      }
    }
    sync();
    sync();
    assertThat(known.series(ENTRIES, "k")).hasSize(50);
  }

  @Test
  void aStreamThatIsCreatedAnewAfterItsCopyWasCutOffIsReplaced() {
    entries(1, 5000);
    try (Source.Session session = open()) {
      known.newPass();
      read(session, 3);
    }
    REDIS.call("DEL", "k");
    entries(10_000, 50);
    sync();
    sync();
    assertThat(known.series(ENTRIES, "k")).hasSize(50);
  }

  @Test
  void aStreamThatIsGoneBeforeItsCopyIsCommittedLeavesNoEntries() {
    REDIS.call("SET", "k", "v");
    sync();
    REDIS.call("DEL", "k");
    entries(1, 5000);
    try (Source.Session session = open()) {
      known.newPass();
      known.freeze();
      Split split = session.plan(1).get(0);
      try (SplitReader reader = session.read(split, Cursor.START, known)) {
        drain(reader, 2);
        REDIS.call("DEL", "k");
        Passes.drain(reader, known);
      }
      try (SplitReader reader = session.sweep(new TableId(TestConfigs.TABLE), known)) {
        Passes.drain(reader, known);
      }
    }
    assertThat(known.rows()).isEmpty();
    assertThat(known.series(ENTRIES, "k")).isEmpty();
  }
}
