package dev.skimmer.examples.library;

import dev.skimmer.dragonfly.DragonflySource;
import dev.skimmer.duckdb.DuckDbDestination;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.Run;
import dev.skimmer.engine.SyncResult;
import java.util.Map;

/** Copies a server into a DuckDB file. Arguments: host, port and file. */
public final class SyncOnce {
  public static void main(String[] arguments) {
    Run<SyncResult> sync =
        Pipeline.from(new DragonflySource(), Map.of("host", arguments[0], "port", arguments[1]))
            .to(new DuckDbDestination(), Map.of("path", arguments[2]))
            .listener(progress -> System.err.println(progress.scanned() + " keys so far"))
            .sync();
    Runtime.getRuntime().addShutdownHook(new Thread(sync::stop));
    SyncResult result = sync.run();
    System.out.println(result.outcome() + ": " + result.inserted() + " new rows");
  }
}
