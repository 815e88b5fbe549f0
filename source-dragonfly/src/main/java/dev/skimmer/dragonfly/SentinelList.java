package dev.skimmer.dragonfly;

import static dev.skimmer.dragonfly.UriText.require;

import dev.skimmer.dragonfly.connect.NamedMaster;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the sentinels of a URI: hosts with or without a port, and commas between. */
final class SentinelList {
  private static final int DEFAULT_PORT = 26_379;
  private static final Pattern SENTINEL = Pattern.compile("(\\[[^\\]]+]|[^:\\[\\]]+)(?::([^:]*))?");

  private SentinelList() {}

  /**
   * Reads the list, in the order in which they are asked.
   *
   * @throws IllegalArgumentException when one of them is none
   */
  static List<NamedMaster.Sentinel> parse(String text) {
    List<NamedMaster.Sentinel> sentinels = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher sentinel = SENTINEL.matcher(part.strip());
      require(sentinel.matches(), "must have sentinels as HOST:PORT with commas between");
      sentinels.add(
          new NamedMaster.Sentinel(
              UriText.host(sentinel.group(1)), UriText.port(sentinel.group(2), DEFAULT_PORT)));
    }
    return sentinels;
  }
}
