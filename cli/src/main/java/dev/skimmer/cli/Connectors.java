package dev.skimmer.cli;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The sources and destinations on the class path, by name. */
@SuppressWarnings("rawtypes") // ServiceLoader knows classes, not their type arguments.
record Connectors(Map<String, Source> sources, Map<String, Destination> destinations) {
  static Connectors of(Iterable<Source> sources, Iterable<Destination> destinations) {
    Map<String, Source> sourcesByName = new TreeMap<>();
    sources.forEach(source -> sourcesByName.put(source.name(), source));
    Map<String, Destination> destinationsByName = new TreeMap<>();
    destinations.forEach(destination -> destinationsByName.put(destination.name(), destination));
    return new Connectors(sourcesByName, destinationsByName);
  }

  Optional<Source<?>> source(String name) {
    return Optional.ofNullable((Source<?>) sources.get(name));
  }

  Optional<Destination<?>> destination(String name) {
    return Optional.ofNullable((Destination<?>) destinations.get(name));
  }

  String sourceNames() {
    return String.join(", ", sources.keySet());
  }

  String destinationNames() {
    return String.join(", ", destinations.keySet());
  }
}
