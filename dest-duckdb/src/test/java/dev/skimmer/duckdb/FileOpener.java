package dev.skimmer.duckdb;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.testkit.SessionOpener;
import java.nio.file.Path;
import java.util.List;

/** Opens the file that the only argument names. */
final class FileOpener implements SessionOpener {
  @Override
  public Destination.Session open(List<String> arguments) {
    DuckDbConfig config = DuckDbConfig.of(Path.of(arguments.get(0)));
    return new DuckDbDestination().open(config, Context.system());
  }
}
