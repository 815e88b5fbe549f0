package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.ServerProbe;
import dev.skimmer.dragonfly.scan.ScanScope;
import dev.skimmer.spi.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Counts and samples the keys of each database that a sync would read, on connections of their own.
 */
final class DatabaseCheck {
  private final List<ControlConnection> servers;
  private final Keyspaces keyspaces;
  private final Map<Integer, OptionalLong> keys = new LinkedHashMap<>();
  private KeySample sample = KeySample.NONE;

  DatabaseCheck(List<ControlConnection> servers, Keyspaces keyspaces, ScanScope scope) {
    this.servers = servers;
    this.keyspaces = keyspaces;
    keyspaces.all().forEach(keyspace -> look(keyspace.database(), scope));
  }

  private void look(int database, ScanScope scope) {
    for (ControlConnection server : servers) {
      try (ControlConnection control = new ControlConnection(server.connector(), database)) {
        OptionalLong size = new ServerProbe(control).keys();
        keys.merge(database, size, DatabaseCheck::sum);
        if (size.orElse(1) > 0) {
          sample = sample.plus(KeySample.take(control, scope));
        }
      }
    }
  }

  private static OptionalLong sum(OptionalLong one, OptionalLong other) {
    return one.isPresent() && other.isPresent()
        ? OptionalLong.of(one.getAsLong() + other.getAsLong())
        : OptionalLong.empty();
  }

  /** Returns how many keys there are, where the user may ask. */
  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    if (keyspaces.all().size() > 1) {
      facts.add(new Fact("databases", inUse()));
    }
    if (keys.values().stream().allMatch(OptionalLong::isPresent)) {
      long sum = keys.values().stream().mapToLong(OptionalLong::getAsLong).sum();
      facts.add(new Fact("keys", Long.toString(sum)));
    }
    return facts;
  }

  private String inUse() {
    String inUse =
        keys.entrySet().stream()
            .filter(entry -> entry.getValue().orElse(1) > 0)
            .map(DatabaseCheck::describe)
            .collect(Collectors.joining(", "));
    long empty = keys.values().stream().filter(size -> size.orElse(1) == 0).count();
    if (empty == 0) {
      return inUse;
    }
    return inUse.isEmpty()
        ? "all %d empty".formatted(empty)
        : inUse + ", %d empty".formatted(empty);
  }

  private static String describe(Entry<Integer, OptionalLong> entry) {
    OptionalLong size = entry.getValue();
    return "%d (%s)"
        .formatted(
            entry.getKey(), size.isPresent() ? size.getAsLong() + " keys" : "keys not counted");
  }

  KeySample sample() {
    return sample;
  }
}
