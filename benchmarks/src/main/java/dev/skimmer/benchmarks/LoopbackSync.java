package dev.skimmer.benchmarks;

import dev.skimmer.dragonfly.DragonflySource;
import dev.skimmer.duckdb.DuckDbConfig;
import dev.skimmer.duckdb.DuckDbDestination;
import dev.skimmer.engine.OpenSync;
import dev.skimmer.engine.Pipeline;
import java.nio.file.Path;
import java.util.Map;

/** Opens syncs from a server on loopback into a DuckDB file. */
final class LoopbackSync {
  private LoopbackSync() {}

  /** Opens both ends, and keeps them open: nobody reads the file between two syncs. */
  static OpenSync open(String port, Path file, Stopwatch commits) {
    return Pipeline.from(new DragonflySource(), Map.of("host", "127.0.0.1", "port", port))
        .to(context -> commits.around(new DuckDbDestination().open(DuckDbConfig.of(file), context)))
        .open();
  }
}
