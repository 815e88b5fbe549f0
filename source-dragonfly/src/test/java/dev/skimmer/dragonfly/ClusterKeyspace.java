package dev.skimmer.dragonfly;

import java.util.stream.IntStream;

/** Keys of the classic types, spread over all slots, and some of each type that share one slot. */
final class ClusterKeyspace {
  private static final int KEYS = 300;
  private static final int LARGE = 2_500;

  private ClusterKeyspace() {}

  /** What sends a command to wherever its key belongs. */
  @FunctionalInterface
  interface Server {
    Object call(Object... words);
  }

  /**
   * Fills an empty server or cluster.
   *
   * @param tag what the keys begin with that share a slot
   */
  static void fill(Server server, String tag) {
    IntStream.range(0, KEYS).forEach(i -> server.call("SET", "string " + i, "v" + i));
    for (String prefix : new String[] {tag, "", "other "}) {
      server.call("SET", prefix + "string", "text");
      server.call("SET", prefix + "expiring", "v");
      server.call("PEXPIREAT", prefix + "expiring", 4_000_000_000_000L);
      server.call("SET", prefix + "huge", "x".repeat(100_000));
      server.call("HSET", prefix + "hash", "f", 1, "g", "");
      server.call("SADD", prefix + "set", "m", "n");
      server.call("ZADD", prefix + "zset", "1.5", "m");
      server.call("XADD", prefix + "stream", "1-1", "f", "v");
      server.call("XADD", prefix + "stream", "1-2", "f", "w");
      IntStream.range(0, 3).forEach(i -> server.call("RPUSH", prefix + "list", "element " + i));
      server.call(large("RPUSH", prefix + "large list"));
      server.call(large("SADD", prefix + "large set"));
    }
  }

  private static Object[] large(String command, String key) {
    Object[] words = new Object[2 + LARGE];
    words[0] = command;
    words[1] = key;
    IntStream.range(0, LARGE).forEach(i -> words[2 + i] = "" + i);
    return words;
  }
}
