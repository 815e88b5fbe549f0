package dev.skimmer.jdbc.destination;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.testkit.SessionOpener;
import java.util.List;

/** Opens a database by its URL, and where they follow, by user, password and schema. */
final class UrlOpener implements SessionOpener {
  @Override
  public Destination.Session open(List<String> arguments) {
    JdbcConfig config =
        arguments.size() == 1
            ? Configs.of(arguments.get(0))
            : Configs.of(arguments.get(0), arguments.get(1), arguments.get(2), arguments.get(3));
    return new JdbcDestination().open(config, Context.system());
  }
}
