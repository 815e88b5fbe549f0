package dev.skimmer.jdbc.destination;

import dev.skimmer.config.Secret;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.testkit.SessionOpener;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens a database by its URL, and where they follow, by user, password and schema. */
final class UrlOpener implements SessionOpener {
  @Override
  public Destination.Session open(List<String> arguments) {
    Iterator<String> rest = arguments.iterator();
    JdbcConfig config =
        new JdbcConfig(rest.next(), next(rest), next(rest).map(Secret::of), next(rest), Map.of());
    return new JdbcDestination().open(config, Context.system());
  }

  private static Optional<String> next(Iterator<String> arguments) {
    return arguments.hasNext() ? Optional.of(arguments.next()) : Optional.empty();
  }
}
