package dev.skimmer.cli;

import dev.skimmer.config.Binding;
import dev.skimmer.config.ConfigBinder;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
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

  List<Fact> check(Context context) {
    return Plugins.calling(destination.name(), () -> destination.check(config.value(), context));
  }
}
