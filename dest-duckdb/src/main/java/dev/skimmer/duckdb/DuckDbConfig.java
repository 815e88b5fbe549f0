package dev.skimmer.duckdb;

import dev.skimmer.config.Property;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a DuckDB file is and what DuckDB may use.
 *
 * @param path the file
 * @param memoryLimit a number with a unit, or a percentage of the machine's memory
 * @param threads 0 leaves the choice to DuckDB
 * @param primaryKey whether new tables get a PRIMARY KEY constraint
 */
public record DuckDbConfig(
    @Property(
            name = "path",
            description = "The DuckDB file; created where it does not exist",
            example = "shop.duckdb")
        Path path,
    @Property(
            name = "memory_limit",
            description = "How much memory DuckDB may use before it spills to disk",
            defaultValue = "256MB",
            example = "512MB")
        String memoryLimit,
    @Property(
            name = "threads",
            description = "How many threads DuckDB may use; 0 means one for each processor",
            defaultValue = "0",
            min = 0,
            max = 1024)
        int threads,
    @Property(
            name = "primary_key",
            description =
                "Give new tables a PRIMARY KEY constraint, which makes changes several times dearer",
            defaultValue = "false")
        boolean primaryKey) {
  /** What {@link #memoryLimit()} is where nothing is said. */
  public static final String DEFAULT_MEMORY_LIMIT = "256MB";

  private static final Pattern MEMORY =
      Pattern.compile("\\d+(\\.\\d+)?\\s*([KMGT]i?B|B|%)", Pattern.CASE_INSENSITIVE);

  public DuckDbConfig {
    if (path.toString().isBlank() || path.toString().equals(":memory:")) {
      throw new IllegalArgumentException(
          "path must name a file, because what DuckDB holds in memory is lost at the end");
    }
    if (path.toString().indexOf(';') >= 0 || path.toString().endsWith(" ")) {
      throw new IllegalArgumentException(
          "path must hold no semicolon and no space at the end: DuckDB's driver would cut it off");
    }
    if (!MEMORY.matcher(memoryLimit).matches()) {
      throw new IllegalArgumentException(
          "memory_limit must be a number with a unit, such as 512MB or 2GB, but is " + memoryLimit);
    }
    if (threads < 0) {
      throw new IllegalArgumentException("threads must not be negative, but is " + threads);
    }
  }

  /** Creates the configuration of a file with every default. */
  public static DuckDbConfig of(Path path) {
    return new DuckDbConfig(path, DEFAULT_MEMORY_LIMIT, 0, false);
  }
}
