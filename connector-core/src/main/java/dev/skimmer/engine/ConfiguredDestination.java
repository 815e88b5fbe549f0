package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A destination with all that it takes to open it. Safe for concurrent use.
 *
 * @param opener connects
 * @param isThere returns whether to connect creates nothing
 * @param checker proves that a sync could write, and changes nothing
 */
record ConfiguredDestination(
    Function<Context, Destination.Session> opener,
    BooleanSupplier isThere,
    Function<Context, List<Fact>> checker) {
  static <C extends Record> ConfiguredDestination of(Destination<C> connector, C config) {
    return new ConfiguredDestination(
        context -> connector.open(config, context),
        () -> connector.isThere(config),
        context -> connector.check(config, context));
  }

  static ConfiguredDestination of(Function<Context, Destination.Session> opener) {
    return new ConfiguredDestination(
        opener,
        () -> true,
        context -> {
          opener.apply(context).close();
          return List.of();
        });
  }

  Destination.Session open(Context context) {
    return opener.apply(context);
  }

  /**
   * Connects, unless that would create what is not there.
   *
   * @throws ConnectorException when it would
   */
  Destination.Session openExisting(Context context) {
    if (!isThere.getAsBoolean()) {
      throw new ConnectorException(
          ErrorCode.DESTINATION_FAILED,
          "The destination is not there yet, and to open it would create it. Run a sync first, or correct the path.");
    }
    return open(context);
  }
}
