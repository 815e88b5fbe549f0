package dev.skimmer.keyspace;

import java.util.Random;

/** Keys that grow beyond {@code max_value_bytes} and shrink again. Keeps to names of its own. */
final class OversizeOperations {
  private static final int KEYS = 12;

  private final TrackedServer server;
  private final Random random;
  private final int limit;

  OversizeOperations(TrackedServer server, Random random, int limit) {
    this.server = server;
    this.random = random;
    this.limit = limit;
  }

  /** Changes one of the keys. */
  void change() {
    byte[] key = Bytes.utf8("oversize:" + random.nextInt(KEYS));
    server.reply("DEL", key);
    boolean large = random.nextBoolean();
    switch (random.nextInt(5)) {
      case 0 -> server.reply("SETRANGE", key, (large ? 2 : 1) * limit - 4, "last");
      case 1 -> server.reply("RPUSH", key, text(large), text(false));
      case 2 -> server.reply("HSET", key, "field", text(large), "other", "small");
      case 3 -> server.reply("JSON.SET", key, "$", "[\"" + text(large) + "\"]");
      default -> {}
    }
    if (random.nextInt(4) == 0) {
      server.reply("PEXPIRE", key, 3_600_000 + random.nextInt(1_000_000));
    }
  }

  private String text(boolean large) {
    return "v".repeat(large ? limit + random.nextInt(limit) : random.nextInt(limit / 2));
  }
}
