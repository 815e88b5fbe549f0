package dev.skimmer.cli.discover;

import dev.skimmer.cli.text.Quantity;
import dev.skimmer.engine.DiscoveredTable;
import dev.skimmer.profile.Tally;
import dev.skimmer.profile.TtlHorizon;
import dev.skimmer.spi.KeyFacts;
import dev.skimmer.text.Printable;
import java.util.Locale;
import java.util.Map;

/** Writes a discovery for people. */
final class DiscoveryText {
  private static final int MOST_CHARACTERS = 60;

  private final StringBuilder text = new StringBuilder();
  private final DiscoveredTable discovery;
  private final int mostFamilies;

  private DiscoveryText(DiscoveredTable discovery, int mostFamilies) {
    this.discovery = discovery;
    this.mostFamilies = mostFamilies;
  }

  static String of(DiscoveredTable discovery, int mostFamilies) {
    DiscoveryText written = new DiscoveryText(discovery, mostFamilies);
    written.write();
    return written.text.toString();
  }

  private void write() {
    long looked = discovery.profile().all().keys();
    text.append(
        "Table %s: %s%s keys; %s%n"
            .formatted(
                discovery.table(),
                discovery.isLowerBound() ? "at least " : "",
                Quantity.count(discovery.keys()),
                extent(looked)));
    if (looked == 0) {
      return;
    }
    tallies("type", discovery.profile().byKind(), Integer.MAX_VALUE);
    tallies("family", discovery.profile().byFamily(), mostFamilies);
    horizons();
    largest();
  }

  private String extent(long looked) {
    if (discovery.isComplete()) {
      return "looked at each";
    }
    return discovery.isLowerBound()
        ? "looked at these; --full counts them all"
        : "looked at %s of them and scaled up".formatted(Quantity.count(looked));
  }

  private void tallies(String what, Map<String, Tally> tallies, int most) {
    heading(what, "keys", "share", "with TTL", "mean size", "memory");
    tallies.entrySet().stream().limit(most).forEach(entry -> row(entry.getKey(), entry.getValue()));
    long left = tallies.values().stream().skip(most).mapToLong(Tally::keys).sum();
    if (left > 0) {
      String others = "%d more (--families)".formatted(tallies.size() - most);
      line(others, Quantity.count(left * discovery.scale()), share(left), "", "", "");
    }
  }

  private void row(String name, Tally tally) {
    line(
        brief(name),
        Quantity.count(tally.keys() * discovery.scale()),
        share(tally.keys()),
        Quantity.percent(tally.expiring(), tally.keys()),
        Quantity.count(tally.meanSize()),
        Quantity.bytes(tally.meanMemory() * tally.keys() * discovery.scale()));
  }

  private void horizons() {
    heading("expires", "keys", "share", "", "", "");
    for (TtlHorizon horizon : TtlHorizon.values()) {
      long keys = discovery.profile().byHorizon().getOrDefault(horizon, 0L);
      if (keys > 0) {
        String scaled = Quantity.count(keys * discovery.scale());
        line(horizon.words(), scaled, share(keys), "", "", "");
      }
    }
  }

  private void largest() {
    text.append(System.lineSeparator());
    keyLine("size", "memory", "type", "largest that were looked at");
    for (KeyFacts key : discovery.profile().largest()) {
      String size = key.size().isPresent() ? Quantity.count(key.size().getAsLong()) : "-";
      String memory =
          key.memoryBytes().isPresent()
              ? Quantity.bytes((double) key.memoryBytes().getAsLong())
              : "-";
      keyLine(size, memory, brief(key.kind()), brief(key.keyText()));
    }
  }

  private void keyLine(String size, String memory, String kind, String key) {
    text.append(String.format(Locale.ROOT, "  %14s %9s  %-10s  %s%n", size, memory, kind, key));
  }

  private String share(long keys) {
    return Quantity.percent(keys, discovery.profile().all().keys());
  }

  private void heading(String... cells) {
    text.append(System.lineSeparator());
    line(cells);
  }

  private void line(String... cells) {
    String line = String.format(Locale.ROOT, "  %-30s %14s %8s %9s %12s %12s", (Object[]) cells);
    text.append(line.stripTrailing()).append(System.lineSeparator());
  }

  private static String brief(String name) {
    String line = Printable.line(name);
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "...";
  }
}
