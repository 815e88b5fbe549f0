package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.testkit.RedisExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of series and streams that are cut off between two windows. */
class SeriesInterruptionTest {
  private static final String SAMPLES = TestConfigs.TABLE + "_timeseries";
  private static final String ENTRIES = TestConfigs.TABLE + "_stream";
  private static final int COUNT = 22_000;

  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.withModules();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  private static void addSamples(int from, int count) {
    for (int i = from; i < from + count; i++) {
      REDIS.send("TS.ADD", "temp", i * 10L, i, "ON_DUPLICATE", "LAST");
    }
    REDIS.flushAll();
  }

  private static void addEntries(int from, int count) {
    for (int i = from; i < from + count; i++) {
      REDIS.send("XADD", "log", i + "-0", "n", i);
    }
    REDIS.flushAll();
  }

  private static Map<Object, Object> samples() {
    Map<Object, Object> samples = new TreeMap<>();
    for (Object sample : (List<?>) REDIS.call("TS.RANGE", "temp", "-", "+")) {
      List<?> pair = (List<?>) sample;
      samples.put(
          Instant.ofEpochMilli((Long) pair.get(0)), Double.parseDouble((String) pair.get(1)));
    }
    return samples;
  }

  private static Source.Session open() {
    return new DragonflySource().open(TestConfigs.port(REDIS.port()).build(), Context.system());
  }

  /** Reads that many batches of operations and drops the reader, as a broken connection does. */
  private Split read(Source.Session session, int batches) {
    Split split = session.plan(1).get(0);
    try (SplitReader reader = session.read(split, Cursor.START, known)) {
      for (int i = 0; i < batches && !reader.isFinished(); ) {
        List<Operation> operations = reader.poll(Duration.ofSeconds(1));
        known.apply(operations);
        i += operations.isEmpty() ? 0 : 1;
      }
    }
    return split;
  }

  private void sync() {
    Passes.sync(TestConfigs.port(REDIS.port()).build(), known);
    known.lastCompletePass(Instant.now());
    assertThat(known.errors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aFirstCopyGoesOnWhereItWasCutOff(int batches) {
    addSamples(1, COUNT);
    addEntries(1, COUNT);
    try (Source.Session session = open()) {
      read(session, batches);
    }
    assertThat(RowView.of(known, "temp").row().value(8)).isNull();
    assertThat(known.series(SAMPLES, "temp")).isNotEmpty();
    REDIS.call("CONFIG", "RESETSTAT");
    sync();
    assertThat(known.series(SAMPLES, "temp")).isEqualTo(samples());
    assertThat(known.series(ENTRIES, "log")).hasSize(COUNT);
    assertThat(RowView.of(known, "temp").row().value(8)).isNotNull();
    sync();
    assertThat(known.series(SAMPLES, "temp")).isEqualTo(samples());
  }

  /** What was handed over is not committed yet, so only the session knows of it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aReaderThatReplacesABrokenOneGoesOnFromWhatWasHandedOver(int batches) {
    addSamples(1, COUNT);
    addEntries(1, COUNT);
    try (Source.Session session = open()) {
      known.newPass();
      known.freeze();
      Split split = read(session, batches);
      try (SplitReader reader = session.read(split, Cursor.START, known)) {
        Passes.drain(reader, known);
      }
    }
    assertThat(known.series(SAMPLES, "temp")).isEqualTo(samples());
    assertThat(known.series(ENTRIES, "log")).hasSize(COUNT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aRewritingThatWasCutOffIsDoneAgain(int batches) {
    addSamples(1, COUNT);
    sync();
    REDIS.call("TS.DEL", "temp", 100, 900);
    addSamples(500, 1);
    addSamples(COUNT + 1, COUNT);
    try (Source.Session session = open()) {
      known.newPass();
      read(session, batches);
    }
    addSamples(2 * COUNT + 1, 10);
    sync();
    assertThat(known.series(SAMPLES, "temp")).isEqualTo(samples());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anAppendingThatWasCutOffLosesAndRepeatsNothing(int batches) {
    addSamples(1, 100);
    addEntries(1, 100);
    sync();
    addSamples(101, COUNT);
    addEntries(101, COUNT);
    try (Source.Session session = open()) {
      known.newPass();
      read(session, batches);
    }
    sync();
    assertThat(known.series(SAMPLES, "temp")).isEqualTo(samples());
    assertThat(known.series(ENTRIES, "log")).hasSize(COUNT + 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anAppendingThatBreaksIsGoneOnWithInTheSamePass(int batches) {
    addSamples(1, 100);
    addEntries(1, 100);
    sync();
    addSamples(101, COUNT);
    addEntries(101, COUNT);
    try (Source.Session session = open()) {
      known.newPass();
      known.freeze();
      Split split = read(session, batches);
      try (SplitReader reader = session.read(split, Cursor.START, known)) {
        Passes.drain(reader, known);
      }
    }
    assertThat(known.series(SAMPLES, "temp")).isEqualTo(samples());
    assertThat(known.series(ENTRIES, "log")).hasSize(COUNT + 100);
  }

  @Test
  void aSeriesThatIsGoneAfterItsCopyWasCutOffLosesItsSamples() {
    addSamples(1, COUNT);
    addEntries(1, COUNT);
    try (Source.Session session = open()) {
      known.newPass();
      read(session, 2);
    }
    REDIS.call("DEL", "temp", "log");
    sync();
    assertThat(known.rows()).isEmpty();
    assertThat(known.series(SAMPLES, "temp")).isEmpty();
    assertThat(known.series(ENTRIES, "log")).isEmpty();
  }

  @Test
  void aSeriesThatBecomesAStringAfterItsCopyWasCutOffLosesItsSamplesInTheSamePass() {
    addSamples(1, COUNT);
    try (Source.Session session = open()) {
      known.newPass();
      known.freeze();
      Split split = read(session, 2);
      REDIS.call("DEL", "temp");
      REDIS.call("SET", "temp", "v");
      try (SplitReader reader = session.read(split, Cursor.START, known)) {
        Passes.drain(reader, known);
      }
      try (SplitReader reader = session.sweep(new TableId(TestConfigs.TABLE), known)) {
        Passes.drain(reader, known);
      }
    }
    assertThat(RowView.of(known, "temp").type()).isEqualTo("string");
    assertThat(known.series(SAMPLES, "temp")).isEmpty();
  }
}
