package dev.skimmer.keyspace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the last sync saw of each stream: enough to undo what a sync is documented not to see, that
 * another stream took one's place without leaving a trace of it.
 */
final class StreamRound {
  private final TrackedServer server;
  private final Map<String, Known> synced = new HashMap<>();

  StreamRound(TrackedServer server) {
    this.server = server;
  }

  private record Known(int identity, StreamId lastGenerated, long added) {}

  /** Remembers what a sync has just seen. */
  void begin(List<byte[]> keys) {
    synced.clear();
    for (byte[] key : keys) {
      read(key).ifPresent(known -> synced.put(PlainText.of(key), known));
    }
  }

  /** Deletes the streams whose creation cannot be seen. */
  void end(List<byte[]> keys) {
    for (byte[] key : keys) {
      Optional<Known> before = Optional.ofNullable(synced.get(PlainText.of(key)));
      Optional<Known> now = read(key);
      if (before.isPresent()
          && now.isPresent()
          && before.get().identity() != now.get().identity()
          && !isVisible(key, before.get(), now.get())) {
        server.reply("DEL", key);
      }
    }
  }

  private boolean isVisible(byte[] key, Known before, Known now) {
    long newer = server.list("XRANGE", key, "(" + before.lastGenerated(), "+").size();
    return now.lastGenerated().compareTo(before.lastGenerated()) < 0
        || now.added() < before.added()
        || newer > now.added() - before.added();
  }

  private Optional<Known> read(byte[] key) {
    if (!server.type(key).equals("stream")) {
      return Optional.empty();
    }
    Map<String, Object> named = SeriesOracle.named(server.list("XINFO", "STREAM", key));
    return Optional.of(
        new Known(
            server.identity(key).orElseThrow(),
            StreamId.of(Json.word(named.get("last-generated-id"))),
            (Long) named.get("entries-added")));
  }
}
