package dev.skimmer.benchmarks;

import dev.skimmer.config.ConfigBinder;
import dev.skimmer.dragonfly.DragonflyConfig;
import dev.skimmer.dragonfly.DragonflySource;
import dev.skimmer.duckdb.DuckDbConfig;
import dev.skimmer.duckdb.DuckDbDestination;
import dev.skimmer.engine.Sync;
import dev.skimmer.engine.SyncListener;
import dev.skimmer.engine.SyncOptions;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A sync from a server on loopback into a DuckDB file, open at both ends. */
final class OpenSync implements AutoCloseable {
  private final Source.Session source;
  private final Destination.Session destination;
  private final Sync sync;

  OpenSync(String port, Path file, Stopwatch commits) {
    Context context = Context.system();
    DragonflyConfig config =
        ConfigBinder.create(DragonflyConfig.class, Map.of("host", "127.0.0.1", "port", port));
    source = new DragonflySource().open(config, context);
    destination = commits.around(new DuckDbDestination().open(DuckDbConfig.of(file), context));
    sync = new Sync(source, destination, SyncOptions.DEFAULTS, context, Set.of());
  }

  SyncResult run() {
    return sync.run(SyncListener.NONE);
  }

  @Override
  public void close() {
    destination.close();
    source.close();
  }
}
