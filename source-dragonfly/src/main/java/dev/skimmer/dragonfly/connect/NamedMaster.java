package dev.skimmer.dragonfly.connect;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A master as its sentinels call it.
 *
 * @param name as in {@code sentinel monitor NAME ...}
 * @param sentinels in the order in which they are asked
 */
public record NamedMaster(String name, List<Sentinel> sentinels) {
  /**
   * Where a sentinel is.
   *
   * @param host name or address
   * @param port 1 to 65535
   */
  public record Sentinel(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  public NamedMaster {
    sentinels = List.copyOf(sentinels);
  }

  /** Returns it in words that stay when another server becomes the master, or the order changes. */
  @Override
  public String toString() {
    String list =
        sentinels.stream().map(Sentinel::toString).sorted().collect(Collectors.joining(","));
    return "master %s of sentinels %s".formatted(ErrorReply.of(name).text(), list);
  }
}
