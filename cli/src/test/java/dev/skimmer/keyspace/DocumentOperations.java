package dev.skimmer.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;

/** JSON documents: deep changes, merges, deletions, and members in another order. */
final class DocumentOperations implements Operations {
  private final TrackedServer server;
  private final Random random;

  DocumentOperations(TrackedServer server, Random random) {
    this.server = server;
    this.random = random;
  }

  @Override
  public Set<String> types() {
    return Set.of("ReJSON-RL");
  }

  @Override
  public void create(byte[] key) {
    server.reply("JSON.SET", key, "$", RandomDocument.any(random));
  }

  @Override
  public void change(byte[] key) {
    switch (random.nextInt(9)) {
      case 0, 1 -> server.reply("JSON.SET", key, path(), RandomDocument.any(random));
      case 2 -> server.reply("JSON.MERGE", key, path(), RandomDocument.any(random));
      case 3 -> server.reply("JSON.DEL", key, path());
      case 4 -> server.reply("JSON.ARRAPPEND", key, path(), RandomDocument.scalar(random));
      case 5 -> server.reply("JSON.NUMINCRBY", key, "$..a", random.nextInt(9));
      case 6 -> server.reply("JSON.STRAPPEND", key, "$..b", "\"+\"");
      default -> permute(key);
    }
  }

  private void permute(byte[] key) {
    if (server.reply("JSON.GET", key) instanceof byte[] document) {
      String text = new String(document, StandardCharsets.UTF_8);
      server.reply("JSON.SET", key, "$", RandomDocument.permuted(text, random));
    }
  }

  private String path() {
    StringBuilder path = new StringBuilder("$");
    for (int depth = random.nextInt(4); depth > 0; depth--) {
      path.append(
          random.nextInt(4) == 0
              ? "[" + random.nextInt(3) + "]"
              : "[\"" + RandomDocument.name(random) + "\"]");
    }
    return path.toString();
  }
}
