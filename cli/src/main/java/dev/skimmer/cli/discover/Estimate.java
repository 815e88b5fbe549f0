package dev.skimmer.cli.discover;

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

  /** Returns two sentences; they claim no more than was measured. */
  String text() {
    if (rate.keys() == 0) {
      return "There is nothing to read.%n".formatted();
    }
    return """
        The first %s keys were read with their values at %s keys a second, cold, on this machine.
        A first sync writes %s %s rows from %s, and reads for about %s; writing comes on top.
        A sync without changes reads as much and writes no row.
        """
        .formatted(
            Quantity.count(rate.keys()),
            Quantity.count(rate.keysPerSecond()),
            isLowerBound ? "at least" : "about",
            Quantity.count(keys),
            Quantity.bytes(keys * rate.bytesPerKey()),
            Quantity.shortSpan(rate.timeFor(keys)));
  }
}
