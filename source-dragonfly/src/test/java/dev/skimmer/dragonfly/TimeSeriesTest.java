package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.testkit.RedisExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Time series, on a real server with RedisTimeSeries. */
@Tag("promise-25")
class TimeSeriesTest {
  private static final String SERIES = TestConfigs.TABLE + "_timeseries";
  private static final long NOW = 1_800_000_000_000L;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.withModules();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
  private long now = NOW;

  private static TestConfigs config() {
    return TestConfigs.port(REDIS.port());
  }

  private List<Operation> sync() {
    return sync(config());
  }

  /** Syncs at the present moment, which moves on by a second; the next pass knows of this one. */
  private List<Operation> sync(TestConfigs config) {
    Clock clock = Clock.fixed(Instant.ofEpochMilli(now), ZoneOffset.UTC);
    Context context = new Context(clock, new PassMetrics());
    List<Operation> operations = Passes.sync(config.build(), known, context);
    known.lastCompletePass(clock.instant());
    now += 1000;
    return operations;
  }

  private static void add(String key, long timestamp, Object value) {
    REDIS.call("TS.ADD", key, timestamp, value, "ON_DUPLICATE", "LAST");
  }

  private static void fill(String key, long from, long step, int count) {
    for (int i = 0; i < count; i++) {
      REDIS.send("TS.ADD", key, from + i * step, i);
    }
    REDIS.flushAll();
  }

  private static Map<Object, Object> onServer(String key) {
    Map<Object, Object> samples = new TreeMap<>();
    for (Object sample : (List<?>) REDIS.call("TS.RANGE", key, "-", "+")) {
      List<?> pair = (List<?>) sample;
      samples.put(
          Instant.ofEpochMilli((Long) pair.get(0)), Double.parseDouble((String) pair.get(1)));
    }
    return samples;
  }

  private void assertCopied(String key) {
    assertThat(known.errors()).isEmpty();
    assertThat(known.series(SERIES, key)).isEqualTo(onServer(key));
  }

  private static long calls(String command) {
    String stats = REDIS.text("INFO", "commandstats").toLowerCase(java.util.Locale.ROOT);
    return stats
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+).*", "$1")))
        .sum();
  }

  @Test
  void aSeriesIsDetectedByItselfAndItsRowHoldsWhatTheServerTells() {
    REDIS.call(
        "TS.CREATE",
        "temp",
        "RETENTION",
        HOUR,
        "DUPLICATE_POLICY",
        "MAX",
        "LABELS",
        "site",
        "a",
        "area",
        "\u00e9");
    REDIS.call("TS.CREATE", "hourly");
    REDIS.call("TS.CREATERULE", "temp", "hourly", "AGGREGATION", "avg", HOUR);
    add("temp", NOW - MINUTE, "1.5");
    add("temp", NOW, "2");
    sync();
    RowView row = RowView.of(known, "temp");
    assertThat(row.type()).isEqualTo("timeseries");
    assertThat(row.size()).isEqualTo(2);
    assertThat(row.encoding()).isEqualTo("utf8");
    assertThat(row.value())
        .isEqualTo(
            "{\"labels\":{\"area\":\"\u00e9\",\"site\":\"a\"},\"retentionTime\":3600000,"
                + "\"duplicatePolicy\":\"max\",\"sourceKey\":null,"
                + "\"rules\":[[\"hourly\",3600000,\"AVG\",0]],\"firstTimestamp\":1799999940000,"
                + "\"lastTimestamp\":1800000000000,\"totalSamples\":2}");
    assertThat(RowView.of(known, "hourly").value()).contains("\"sourceKey\":\"temp\"");
    assertCopied("temp");
    assertThat(sync()).isEmpty();
  }

  @Test
  void itsSamplesAreReadIncrementallyByTimestamp() {
    fill("temp", NOW - 10 * MINUTE, 1000, 600);
    sync();
    add("temp", NOW + 1, 7);
    List<Operation> operations = sync();
    assertCopied("temp");
    assertThat(operations).hasSize(2);
  }

  @Test
  void aLongSeriesIsReadInWindows() {
    fill("temp", 1000, 10, 12_345);
    sync();
    assertCopied("temp");
    assertThat(RowView.of(known, "temp").size()).isEqualTo(12_345);
    assertThat(sync()).isEmpty();
  }

  @Test
  void lateAndOverwrittenSamplesWithinTheLookbackArePickedUp() {
    fill("temp", NOW - 59 * MINUTE, MINUTE, 60);
    sync();
    add("temp", NOW - 30 * MINUTE, 999);
    sync();
    assertCopied("temp");
    add("temp", NOW - 30 * MINUTE + 7, 5);
    sync();
    assertCopied("temp");
    REDIS.call("TS.DEL", "temp", NOW - 20 * MINUTE, NOW - 10 * MINUTE);
    sync();
    assertCopied("temp");
    assertThat(sync()).isEmpty();
  }

  @Test
  void onlyASeriesWhoseChangeTheNewSamplesDoNotExplainIsReadAgainInFull() {
    fill("temp", NOW - 20 * HOUR, MINUTE, 20 * 60);
    sync();
    add("temp", NOW, 1);
    REDIS.call("CONFIG", "RESETSTAT");
    sync();
    assertThat(calls("ts.range")).isEqualTo(1);
    add("temp", NOW - 19 * HOUR + 1, 5);
    sync();
    assertCopied("temp");
    REDIS.call("TS.DEL", "temp", NOW - 18 * HOUR, NOW - 17 * HOUR);
    sync();
    assertCopied("temp");
    assertThat(sync()).isEmpty();
  }

  @Test
  void retentionTrimmedSamplesStayByDefault() {
    REDIS.call("TS.CREATE", "temp", "RETENTION", 10 * MINUTE);
    fill("temp", NOW - 9 * MINUTE, MINUTE, 10);
    sync();
    Map<Object, Object> expected = new TreeMap<>(known.series(SERIES, "temp"));
    fill("temp", NOW + 5 * MINUTE, MINUTE, 5);
    REDIS.call("CONFIG", "RESETSTAT");
    sync();
    expected.putAll(onServer("temp"));
    assertThat(known.series(SERIES, "temp")).isEqualTo(expected).hasSize(15);
    fill("temp", NOW + 25 * MINUTE, MINUTE, 5);
    sync();
    assertThat(known.series(SERIES, "temp")).hasSize(20);
    REDIS.call("TS.ALTER", "temp", "RETENTION", 0);
    add("temp", NOW + HOUR, 1);
    sync();
    assertThat(known.series(SERIES, "temp")).hasSize(21).containsAllEntriesOf(expected);
  }

  @Test
  void retentionTrimmedSamplesGoWithTheMirror() {
    TestConfigs mirror = config().with("timeseries_mirror", "true");
    REDIS.call("TS.CREATE", "temp", "RETENTION", 10 * MINUTE);
    fill("temp", NOW - 9 * MINUTE, MINUTE, 10);
    sync();
    fill("temp", NOW + 5 * MINUTE, MINUTE, 5);
    sync();
    assertThat(known.series(SERIES, "temp")).hasSize(15);
    sync(mirror);
    assertCopied("temp");
    fill("temp", NOW + 25 * MINUTE, MINUTE, 5);
    sync(mirror);
    assertCopied("temp");
  }

  @Test
  void aDeletedSeriesLosesRowAndSamples() {
    fill("temp", NOW, 1, 10);
    sync();
    REDIS.call("DEL", "temp");
    List<Operation> operations = sync();
    assertThat(known.rows()).isEmpty();
    assertThat(known.series(SERIES, "temp")).isEmpty();
    assertThat(operations).hasSize(2).allMatch(Delete.class::isInstance);
  }

  @Test
  void aSeriesThatBecomesAnotherTypeLosesItsSamples() {
    fill("temp", NOW, 1, 10);
    sync();
    REDIS.call("DEL", "temp");
    REDIS.call("SET", "temp", "v");
    sync();
    assertThat(RowView.of(known, "temp").type()).isEqualTo("string");
    assertThat(known.series(SERIES, "temp")).isEmpty();
    REDIS.call("DEL", "temp");
    fill("temp", NOW, 1, 3);
    sync();
    assertCopied("temp");
  }

  @Test
  void aSeriesThatIsCreatedAnewLosesItsFormerSamples() {
    fill("temp", NOW - HOUR, 1000, 100);
    sync();
    REDIS.call("DEL", "temp");
    fill("temp", 5, 1, 20);
    sync();
    assertCopied("temp");
    REDIS.call("TS.DEL", "temp", 0, NOW);
    sync();
    assertCopied("temp");
    assertThat(known.series(SERIES, "temp")).isEmpty();
  }

  @Test
  void downsampledSeriesSyncAsAnyOther() {
    REDIS.call("TS.CREATE", "raw");
    REDIS.call("TS.CREATE", "hourly");
    REDIS.call("TS.CREATERULE", "raw", "hourly", "AGGREGATION", "sum", HOUR);
    fill("raw", NOW - 10 * HOUR, MINUTE, 600);
    sync();
    assertCopied("hourly");
    now += HOUR;
    add("raw", NOW + HOUR, 1);
    sync();
    assertCopied("hourly");
    add("raw", NOW + 5 * MINUTE, 1000);
    sync();
    assertCopied("hourly");
    assertCopied("raw");
  }

  /** Found by the model, seed 103. */
  @Test
  void aLateSampleOfZeroAtTheBeginningOfTimeIsNotOverlooked() {
    add("temp", 1000, 1);
    sync();
    add("temp", 0, 0);
    add("temp", 1001, 0);
    sync();
    assertCopied("temp");
  }

  /** Found by the model, seed 12000: the last timestamp of such a series stays behind a bucket. */
  @Test
  void aBucketBehindTheLastTimestampStaysWhenTheRuleIsGone() {
    long start = NOW - 10_000;
    REDIS.call("TS.CREATE", "raw");
    REDIS.call("TS.CREATE", "second");
    REDIS.call("TS.CREATERULE", "raw", "second", "AGGREGATION", "avg", 1000);
    for (int at : new int[] {100, 3100, 5100, 7100}) {
      add("raw", start + at, at);
    }
    REDIS.call("TS.DEL", "raw", start + 5000, start + 5999);
    add("raw", start + 5100, 1);
    sync();
    assertCopied("second");
    REDIS.call("TS.DELETERULE", "raw", "second");
    sync();
    assertCopied("second");
    assertThat(sync()).isEmpty();
  }

  @Test
  void aPassOverIdleSeriesReadsTheirFactsAndNothingMore() {
    for (int i = 0; i < 200; i++) {
      fill("idle:" + i, NOW - 3 * HOUR, 1, 1000);
    }
    sync();
    REDIS.call("CONFIG", "RESETSTAT");
    assertThat(sync()).isEmpty();
    assertThat(calls("ts.range")).isZero();
    assertThat(calls("ts.info")).isEqualTo(200);
    assertThat(calls("type")).isZero();
  }

  @Test
  void whatLeavesNoTraceIsFoundByTheComparisonEachVerificationPeriod() {
    fill("temp", NOW - 20 * HOUR, MINUTE, 600);
    sync();
    add("temp", NOW - 19 * HOUR, 12345);
    sync();
    assertThat(known.series(SERIES, "temp")).isNotEqualTo(onServer("temp"));
    now += Duration.ofHours(25).toMillis();
    sync();
    assertCopied("temp");
    now += Duration.ofHours(25).toMillis();
    assertThat(sync()).isEmpty();
  }

  @Test
  void deletedSamplesOfASeriesWithRetentionGoWhereNothingCanHaveBeenTrimmed() {
    REDIS.call("TS.CREATE", "temp", "RETENTION", 365 * 24 * HOUR);
    fill("temp", NOW - 240 * HOUR, HOUR, 240);
    sync();
    REDIS.call("TS.DEL", "temp", NOW - 144 * HOUR, NOW - 120 * HOUR);
    add("temp", NOW, 1);
    sync();
    assertCopied("temp");
  }

  @Test
  void trimmedSamplesStayWhenAllOthersAreDeleted() {
    REDIS.call("TS.CREATE", "temp", "RETENTION", 10 * MINUTE);
    fill("temp", NOW - 9 * MINUTE, MINUTE, 10);
    sync();
    fill("temp", NOW + 5 * MINUTE, MINUTE, 5);
    sync();
    int history = known.series(SERIES, "temp").size() - onServer("temp").size();
    assertThat(history).isPositive();
    REDIS.call("TS.DEL", "temp", 0, NOW + HOUR);
    sync();
    assertThat(known.series(SERIES, "temp")).hasSize(history);
  }

  @Test
  void extremeValuesSurvive() {
    add("temp", 0, "1e308");
    add("temp", 1, "5e-324");
    add("temp", 2, "-0.1");
    add("temp", 3, "123456789.123456789");
    sync();
    assertCopied("temp");
  }

  @Test
  void aSampleBehindTheYear9999IsAnError() {
    add("temp", Long.MAX_VALUE, 1);
    Passes.sync(config().build(), known);
    assertThat(known.errors()).containsOnlyKeys("temp");
    assertThat((String) known.errors().get("temp").value(3)).contains("year 9999");
  }
}
