package dev.skimmer.keyspace;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection that knows which series and streams are still those that they were: each gets a
 * number when it is created, and keeps it when it is renamed.
 */
final class TrackedServer implements AutoCloseable {
  private final RespClient client;
  private final Map<String, Integer> identities = new HashMap<>();
  private int created;

  TrackedServer(int port) {
    client = RespClient.connect(RedisServerFixture.HOST, port);
  }

  /**
   * Sends a command and returns the reply. Errors such as WRONGTYPE are part of the game: both
   * sides read what the server then holds.
   */
  Object reply(Object... words) {
    Object reply = client.reply(words);
    if (reply instanceof RespClient.ErrorReply) {
      return reply;
    }
    switch ((String) words[0]) {
      case "DEL", "SET" -> identities.remove(name(words[1]));
      case "RENAME" -> move(name(words[1]), name(words[2]));
      default -> {}
    }
    return reply;
  }

  /** Sends a command whose words are in a list. */
  Object reply(List<?> words) {
    return reply(words.toArray());
  }

  /** Returns a reply that is an array, empty where it is an error. */
  List<?> list(Object... words) {
    return reply(words) instanceof List<?> list ? list : List.of();
  }

  /** Returns what TYPE answers. */
  String type(byte[] key) {
    return (String) client.call("TYPE", key);
  }

  /** Says that a key holds a series or stream that did not exist before. */
  void born(byte[] key) {
    identities.put(name(key), ++created);
  }

  /** Returns the number of the series or stream that a key holds. */
  Optional<Integer> identity(byte[] key) {
    return Optional.ofNullable(identities.get(name(key)));
  }

  @Override
  public void close() {
    client.close();
  }

  private void move(String from, String to) {
    Integer identity = identities.remove(from);
    if (identity == null) {
      identities.remove(to);
    } else {
      identities.put(to, identity);
    }
  }

  private static String name(Object key) {
    return HexFormat.of().formatHex((byte[]) key);
  }
}
