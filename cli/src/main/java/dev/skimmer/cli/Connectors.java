package dev.skimmer.cli;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The sources and destinations on the class path, by name. */
@SuppressWarnings("rawtypes") // ServiceLoader knows classes, not their type arguments.
record Connectors(Map<String, Source> sources, Map<String, Destination> destinations) {
  static Connectors of(Iterable<Source> sources, Iterable<Destination> destinations) {
    return new Connectors(byName(sources, Source::name), byName(destinations, Destination::name));
  }

  private static <T> Map<String, T> byName(Iterable<T> connectors, Function<T, String> name) {
    Map<String, T> byName = new TreeMap<>();
    for (T connector : connectors) {
      T other = byName.put(name.apply(connector), connector);
      if (other != null) {
        throw new ConnectorException(
            ErrorCode.CONFIG_INVALID,
            "Two connectors are called %s: %s and %s. Remove the jar of one of them."
                .formatted(
                    name.apply(connector),
                    other.getClass().getName(),
                    connector.getClass().getName()));
      }
    }
    return byName;
  }

  @SuppressWarnings("unchecked") // The type argument is bounded by the interface.
  static Class<? extends Record> configOf(Source source) {
    return source.configType();
  }

  @SuppressWarnings("unchecked") // The type argument is bounded by the interface.
  static Class<? extends Record> configOf(Destination destination) {
    return destination.configType();
  }

  Optional<Source<?>> source(String name) {
    return Optional.ofNullable(sources.get(name))
        .map(found -> Plugins.guarded(Source.class, name, found));
  }

  Optional<Destination<?>> destination(String name) {
    return Optional.ofNullable(destinations.get(name))
        .map(found -> Plugins.guarded(Destination.class, name, found));
  }

  String sourceNames() {
    return String.join(", ", sources.keySet());
  }

  String destinationNames() {
    return String.join(", ", destinations.keySet());
  }
}
