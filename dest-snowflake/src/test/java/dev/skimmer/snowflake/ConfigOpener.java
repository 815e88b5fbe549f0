package dev.skimmer.snowflake;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.testkit.SessionOpener;
import java.nio.file.Path;
import java.util.List;

/** Opens a schema of the emulator on a port, or of the account that a file describes. */
final class ConfigOpener implements SessionOpener {
  @Override
  public Destination.Session open(List<String> arguments) {
    String where = arguments.get(0);
    String schema = arguments.get(1);
    SnowflakeConfig config =
        where.matches("\\d+")
            ? Configs.emulator(Integer.parseInt(where), schema)
            : Configs.account(Path.of(where), schema);
    return new SnowflakeDestination().open(config, Context.system());
  }
}
