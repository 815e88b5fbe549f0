package dev.skimmer.cli.discover;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.engine.DiscoveredTable;
import dev.skimmer.engine.Discovery;
import dev.skimmer.profile.Tally;
import dev.skimmer.spi.KeyFacts;
import java.util.Locale;
import java.util.Map;

/** Writes a discovery for programs: what was looked at, unscaled, with the factor beside it. */
final class DiscoveryJson {
  private DiscoveryJson() {}

  static ObjectNode of(Discovery found) {
    ObjectNode document = Json.object();
    ArrayNode tables = document.putArray("tables");
    found.tables().forEach(discovery -> tables.add(table(discovery)));
    document.put("read_keys", found.rate().keys());
    document.put("read_bytes", found.rate().bytes());
    document.put("read_ms", found.rate().elapsed().toMillis());
    return document;
  }

  private static ObjectNode table(DiscoveredTable discovery) {
    ObjectNode table = Json.object();
    table.put("table", discovery.table().toString());
    table.put("keys", discovery.keys());
    table.put("looked_at", discovery.profile().all().keys());
    table.put("complete", discovery.isComplete());
    table.put("scale", discovery.scale());
    table.set("types", tallies(discovery.profile().byKind()));
    table.set("families", tallies(discovery.profile().byFamily()));
    ObjectNode expires = table.putObject("expires");
    discovery
        .profile()
        .byHorizon()
        .forEach((horizon, keys) -> expires.put(horizon.name().toLowerCase(Locale.ROOT), keys));
    ArrayNode largest = table.putArray("largest");
    discovery.profile().largest().forEach(key -> largest.add(key(key)));
    ArrayNode advice = table.putArray("suggested");
    discovery
        .advice()
        .forEach(
            one ->
                advice
                    .addObject()
                    .put("key", one.key())
                    .put("value", one.value())
                    .put("reason", one.reason()));
    return table;
  }

  private static ArrayNode tallies(Map<String, Tally> tallies) {
    ArrayNode array = Json.array();
    tallies.forEach(
        (name, tally) -> {
          ObjectNode object = array.addObject();
          object.put("name", name);
          object.put("keys", tally.keys());
          object.put("expiring", tally.expiring());
          if (tally.sized() > 0) {
            object.put("mean_size", tally.meanSize());
            object.put("largest", tally.largest());
          }
          if (tally.measured() > 0) {
            object.put("mean_memory_bytes", tally.meanMemory());
          }
        });
    return array;
  }

  private static ObjectNode key(KeyFacts key) {
    ObjectNode object = Json.object();
    object.put("key", key.keyText());
    object.put("type", key.kind());
    object.put("ttl", key.ttlSeconds());
    key.size().ifPresent(size -> object.put("size", size));
    key.memoryBytes().ifPresent(bytes -> object.put("memory_bytes", bytes));
    return object;
  }
}
