package dev.skimmer;

/**
 * Skimmer for programs that embed it.
 *
 * <pre>{@code
 * SyncResult result =
 *     Skimmer.sync()
 *         .from(new DragonflySource(), Map.of("host", "127.0.0.1", "port", "6379"))
 *         .to(new DuckDbDestination(), Map.of("path", "shop.duckdb"))
 *         .listener(progress -> System.err.println(progress.scanned() + " keys"))
 *         .run();
 * }</pre>
 */
public final class Skimmer {
  private Skimmer() {}

  /** Begins to describe a sync. */
  public static SyncBuilder sync() {
    return new SyncBuilder();
  }
}
