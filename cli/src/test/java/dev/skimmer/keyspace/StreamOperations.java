package dev.skimmer.keyspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Streams: entries come, are trimmed and deleted; groups come and go; ids begin anew. */
final class StreamOperations implements Operations {
  private final TrackedServer server;
  private final Random random;

  StreamOperations(TrackedServer server, Random random) {
    this.server = server;
    this.random = random;
  }

  @Override
  public Set<String> types() {
    return Set.of("stream");
  }

  @Override
  public void create(byte[] key) {
    if (random.nextInt(10) == 0) {
      server.reply("XGROUP", "CREATE", key, "g0", "$", "MKSTREAM");
      server.born(key);
      return;
    }
    boolean isSmall = random.nextInt(3) == 0;
    int count = random.nextInt(20) == 0 ? 2_500 : 1 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      add(key, isSmall ? (1 + i) + "-" + random.nextInt(3) : "*");
    }
    server.born(key);
  }

  @Override
  public void change(byte[] key) {
    switch (random.nextInt(12)) {
      case 0 -> server.reply("XTRIM", key, "MAXLEN", random.nextInt(30));
      case 1 -> server.reply("XTRIM", key, "MAXLEN", "~", random.nextInt(100));
      case 2 -> someEntry(key).ifPresent(id -> server.reply("XTRIM", key, "MINID", id));
      case 3, 4 -> someEntry(key).ifPresent(id -> server.reply("XDEL", key, id));
      case 5 -> server.reply("XGROUP", "CREATE", key, "g" + random.nextInt(3), "$");
      case 6 -> server.reply("XGROUP", "DESTROY", key, "g" + random.nextInt(3));
      case 7 -> createAnew(key);
      case 8 -> add(key, lastId(key).millis() + "-" + (lastId(key).sequence() + 7));
      case 9 -> add(key, (lastId(key).millis() + random.nextInt(100_000)) + "-*");
      default -> addSome(key);
    }
  }

  private void addSome(byte[] key) {
    for (int i = random.nextInt(8); i >= 0; i--) {
      add(key, "*");
    }
  }

  private void createAnew(byte[] key) {
    server.reply("DEL", key);
    for (int i = random.nextInt(10); i >= 0; i--) {
      add(key, random.nextBoolean() ? "*" : "1-*");
    }
    server.born(key);
  }

  private void add(byte[] key, String id) {
    List<Object> words = new ArrayList<>(List.of("XADD", key));
    if (random.nextInt(20) == 0) {
      words.addAll(List.of("MAXLEN", 3));
    }
    words.add(id);
    for (int i = random.nextInt(4); i >= 0; i--) {
      words.add(random.nextInt(4) == 0 ? Bytes.any(random) : Bytes.utf8("f" + random.nextInt(9)));
      words.add(random.nextInt(50) == 0 ? Bytes.large(random, 3_000) : Bytes.any(random));
    }
    server.reply(words);
  }

  private StreamId lastId(byte[] key) {
    Map<String, Object> named = SeriesOracle.named(server.list("XINFO", "STREAM", key));
    return StreamId.of(Json.word(named.get("last-generated-id")));
  }

  private Optional<byte[]> someEntry(byte[] key) {
    List<?> entries = server.list("XRANGE", key, "-", "+", "COUNT", 1 + random.nextInt(60));
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of((byte[]) ((List<?>) entries.get(entries.size() - 1)).get(0));
  }
}
