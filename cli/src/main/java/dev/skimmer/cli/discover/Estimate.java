package dev.skimmer.cli.discover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.cli.text.Quantity;
import dev.skimmer.engine.DiscoveredTable;
import dev.skimmer.engine.Discovery;
import dev.skimmer.engine.ReadRate;

/**
 * What a sync would cost, from what was found.
 *
 * @param keys in all tables
 * @param isLowerBound whether there may be more keys
 * @param rate how fast the first keys were read
 */
record Estimate(long keys, boolean isLowerBound, ReadRate rate) {
  static Estimate of(Discovery found) {
    return new Estimate(
        found.tables().stream().mapToLong(DiscoveredTable::keys).sum(),
        found.tables().stream().anyMatch(DiscoveredTable::isLowerBound),
        found.rate());
  }

  /** Returns sentences that say what was measured and what is estimated. */
  String text() {
    if (rate.keys() == 0) {
      return "There is nothing to read.%n".formatted();
    }
    String amount = isLowerBound ? "at least" : "about";
    String bytes = Quantity.bytes(bytes());
    String time = Quantity.shortSpan(rate.timeFor(keys));
    return """
        Measured: the first %s keys were read with their values at %s keys a second, cold, on this machine.
        Estimated from that, if the other keys are like these:
          A first sync writes %s %s rows, and reads %s in about %s.
          A sync without changes writes no row, and reads %s in about %s.
          Writing comes on top; how fast that is, nobody has measured: the destination was not opened.
        """
        .formatted(
            Quantity.count(rate.keys()),
            Quantity.count(rate.keysPerSecond()),
            amount,
            Quantity.count(keys),
            bytes,
            time,
            bytes,
            time);
  }

  /** Returns the same; nothing is said of the time that writing takes. */
  ObjectNode json() {
    ObjectNode estimate = Json.object();
    estimate.put("at_least", isLowerBound);
    reading(estimate.putObject("first_sync").put("rows_written", keys));
    reading(estimate.putObject("sync_without_changes").put("rows_written", 0));
    return estimate;
  }

  private void reading(ObjectNode sync) {
    sync.put("bytes_read", Math.round(bytes()));
    sync.put("read_ms", rate.timeFor(keys).toMillis());
  }

  private double bytes() {
    return keys * rate.bytesPerKey();
  }
}
