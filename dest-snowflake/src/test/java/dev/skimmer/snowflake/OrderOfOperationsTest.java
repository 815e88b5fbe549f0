package dev.skimmer.snowflake;

import static dev.skimmer.snowflake.Tables.MAIN;
import static dev.skimmer.snowflake.Tables.SERIES;
import static dev.skimmer.snowflake.Tables.remove;
import static dev.skimmer.snowflake.Tables.row;
import static dev.skimmer.snowflake.Tables.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A batch is applied set by set, and must end as if it had been applied one by one. */
class OrderOfOperationsTest {
  private static final int BATCHES = Integer.getInteger("skimmer.rounds", 12);
  private static final long SEED = Long.getLong("skimmer.seed", new Random().nextLong());

  private final EmulatorSchema schema = EmulatorSchema.create();
  private final Random random = new Random(SEED);
  private final TreeMap<String, String> rows = new TreeMap<>();
  private final TreeMap<String, TreeMap<Long, Double>> samples = new TreeMap<>();
  private int version;

  @AfterEach
  void dropSchema() {
    schema.execute("DROP SCHEMA " + schema.name());
  }

  @Test
  void endsAsIfOperationsOfAMainTableWereAppliedOneByOne() {
    try (Destination.Session session = schema.open()) {
      session.apply(MAIN);
      for (int batch = 0; batch < BATCHES; batch++) {
        Set<String> before = new HashSet<>(rows.keySet());
        List<Operation> operations = new ArrayList<>();
        for (int i = random.nextInt(40); i >= 0; i--) {
          operations.add(nextOfMain(before, batch % 3 == 0));
        }
        Tables.commit(session, operations);
        assertThat(schema.query("SELECT KEY, VALUE FROM \"COPY\" ORDER BY KEY"))
            .as("seed %d, batch %d", SEED, batch)
            .isEqualTo(rows.entrySet().stream().map(e -> e.getKey() + "|" + e.getValue()).toList());
      }
    }
  }

  @Test
  void endsAsIfOperationsOfASeriesWereAppliedOneByOne() {
    try (Destination.Session session = schema.open()) {
      session.apply(SERIES);
      for (int batch = 0; batch < BATCHES; batch++) {
        Map<String, Set<Long>> before = new HashMap<>();
        samples.forEach((key, points) -> before.put(key, new HashSet<>(points.keySet())));
        List<Operation> operations = new ArrayList<>();
        for (int i = random.nextInt(60); i >= 0; i--) {
          operations.add(nextOfSeries(before, batch % 3 == 0));
        }
        Tables.commit(session, operations);
        assertThat(schema.query("SELECT KEY, \"TIMESTAMP\", VALUE FROM COPY_SAMPLES ORDER BY 1, 2"))
            .as("seed %d, batch %d", SEED, batch)
            .isEqualTo(lines());
      }
    }
  }

  /** Known is a promise only where it is false: whoever does not know says true. */
  private Operation nextOfMain(Set<String> before, boolean appendOnly) {
    String key = "k" + (appendOnly ? version / 2 + 1_000 : random.nextInt(12));
    if (!appendOnly && random.nextInt(4) == 0) {
      rows.remove(key);
      return remove(MAIN, key);
    }
    String value = "v" + version++;
    rows.put(key, value);
    return row(key, value, before.contains(key) || (!appendOnly && random.nextInt(3) == 0));
  }

  private Operation nextOfSeries(Map<String, Set<Long>> before, boolean appendOnly) {
    String key = "s" + random.nextInt(3);
    TreeMap<Long, Double> points = samples.computeIfAbsent(key, k -> new TreeMap<>());
    int dice = appendOnly ? 9 : random.nextInt(10);
    if (dice == 0) {
      points.clear();
      return remove(SERIES, key);
    }
    long at = appendOnly ? 1_000 + version / 2 : random.nextInt(20);
    if (dice < 4) {
      long last = at + random.nextInt(6);
      points.subMap(at, true, last, true).clear();
      return remove(key, at, last);
    }
    double value = version++;
    points.put(at, value);
    boolean mayBeThere = before.getOrDefault(key, Set.of()).contains(at);
    return sample(key, at, value, mayBeThere || (!appendOnly && random.nextInt(3) == 0));
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    samples.forEach(
        (key, points) -> points.forEach((at, value) -> lines.add(key + "|" + at + "|" + value)));
    return lines;
  }
}
