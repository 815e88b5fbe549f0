package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.extract.Tables;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.testkit.KnownRowsInMemory;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The tables of this source in memory. */
final class FakeKnownRows extends KnownRowsInMemory {
  FakeKnownRows(String table) {
    this(Tables.named(table, false));
  }

  private FakeKnownRows(Tables tables) {
    super(tables.main(), tables.companions());
  }

  /** Returns whether a sweep has nothing to ask for. */
  boolean allSeen() {
    return unseen().findAny().isEmpty() && unseenQuarantined().findAny().isEmpty();
  }

  /**
   * Returns what two copies of one keyspace have in common: value, type, size, expiry and
   * fingerprint of each row, the samples and entries of its series, and the keys of the errors.
   */
  Map<String, Object> views() {
    Map<String, Object> views = new TreeMap<>();
    rows()
        .forEach(
            (key, row) ->
                views.put(
                    key,
                    Arrays.asList(
                        row.value(1),
                        row.value(2),
                        row.value(5),
                        row.value(6),
                        row.value(8),
                        series(TestConfigs.TABLE + "_timeseries", key),
                        series(TestConfigs.TABLE + "_stream", key))));
    errors().forEach((key, row) -> views.put("error " + key, row.value(2)));
    return views;
  }

  /** Returns the samples or entries of a key, by timestamp or id. */
  Map<Object, Object> series(String table, String key) {
    Map<Object, Object> values = new TreeMap<>();
    for (Map.Entry<Object, Row> row : series(new TableId(table), key).entrySet()) {
      values.put(row.getKey(), row.getValue().value(2));
    }
    return values;
  }
}
