package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.extract.Tables;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.testkit.KnownRowsInMemory;
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

  /** Returns the samples or entries of a key, by timestamp or id. */
  Map<Object, Object> series(String table, String key) {
    Map<Object, Object> values = new TreeMap<>();
    for (Map.Entry<Object, Row> row : series(new TableId(table), key).entrySet()) {
      values.put(row.getKey(), row.getValue().value(2));
    }
    return values;
  }
}
