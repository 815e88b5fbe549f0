package dev.skimmer.cli;

import dev.skimmer.config.Binding;
import dev.skimmer.config.ConfigBinder;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import java.util.List;

/** A destination with the configuration that it is to be opened with. */
record ConfiguredDestination<C extends Record>(Destination<C> destination, Binding<C> config) {
  static <C extends Record> ConfiguredDestination<C> bind(
      Destination<C> destination, ConfigBinder binder) {
    return Plugins.calling(
        destination.name(),
        () -> new ConfiguredDestination<>(destination, binder.bind(destination.configType())));
  }

  boolean isThere() {
    return Plugins.calling(destination.name(), () -> destination.isThere(config.value()));
  }

  Destination.Session open(Context context) {
    return Plugins.calling(destination.name(), () -> destination.open(config.value(), context));
  }

  /**
   * Connects, unless that would create what is not there.
   *
   * @throws ConnectorException when it would
   */
  Destination.Session openExisting(Context context) {
    if (!isThere()) {
      throw new ConnectorException(
          ErrorCode.DESTINATION_FAILED,
          "The destination is not there yet, and to open it would create it. Run a sync first, or correct the path.");
    }
    return open(context);
  }

  List<Fact> check(Context context) {
    return Plugins.calling(destination.name(), () -> destination.check(config.value(), context));
  }
}
