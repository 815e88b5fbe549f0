package dev.skimmer.engine;

import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableSchema;
import java.util.List;
import java.util.OptionalLong;

/** About how many keys a source holds for some tables. */
final class ExpectedKeys {
  private ExpectedKeys() {}

  /** Returns the sum; empty where the source does not tell, or counts keys that are left out. */
  static OptionalLong of(Source.Session source, List<TableSchema> mainTables) {
    if (source.estimatesBeyondScope()) {
      return OptionalLong.empty();
    }
    long sum = 0;
    for (TableSchema main : mainTables) {
      OptionalLong keys = source.estimatedKeys(main.id());
      if (keys.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += keys.getAsLong();
    }
    return OptionalLong.of(sum);
  }
}
