package dev.skimmer.testkit;

import dev.skimmer.testkit.RespClient.ErrorReply;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A plain client of a {@link RedisCluster} that sends each command to the node that says it holds
 * the key: it follows {@code MOVED} and {@code ASK}, and remembers nothing but who has gone.
 *
 * <p>Not safe for concurrent use.
 */
public final class ClusterClient implements AutoCloseable {
  private static final int MOST_HOPS = 20;
  private static final long PAUSE_MILLIS = 100;

  private final List<Integer> ports;
  private final Map<Integer, RespClient> clients = new HashMap<>();
  private int first;

  ClusterClient(List<Integer> ports) {
    this.ports = List.copyOf(ports);
  }

  /**
   * Sends a command whose first argument is its key, and returns the reply of the node that holds
   * it.
   *
   * @throws IllegalStateException when the reply is an error other than a redirection, or too many
   *     nodes redirect
   */
  public Object call(Object... words) {
    Object reply = reply(words);
    if (reply instanceof ErrorReply error) {
      throw new IllegalStateException(words[0] + ": " + error.text());
    }
    return reply;
  }

  /**
   * Sends a command whose first argument is its key, and returns the reply of the node that holds
   * it, which may be an error.
   *
   * @throws IllegalStateException when too many nodes redirect
   */
  public Object reply(Object... words) {
    int port = ports.get(first);
    boolean asking = false;
    for (int hop = 0; hop < MOST_HOPS; hop++) {
      Object reply = reply(port, asking, words);
      if (!(reply instanceof ErrorReply error)) {
        return reply;
      }
      String[] parts = error.text().split("[ :]", -1);
      asking = parts[0].equals("ASK");
      if (asking || parts[0].equals("MOVED")) {
        port = Integer.parseInt(parts[parts.length - 1]);
      } else if (parts[0].equals("CLUSTERDOWN") || parts[0].equals("GONE")) {
        first = (first + 1) % ports.size();
        port = ports.get(first);
        pause();
      } else {
        return error;
      }
    }
    throw new IllegalStateException("Nobody answers " + words[0]);
  }

  private Object reply(int port, boolean asking, Object... words) {
    try {
      RespClient client =
          clients.computeIfAbsent(port, p -> RespClient.connect(RedisServerFixture.HOST, p));
      if (asking) {
        client.call("ASKING");
      }
      return client.reply(words);
    } catch (UncheckedIOException e) {
      RespClient broken = clients.remove(port);
      if (broken != null) {
        broken.close();
      }
      return new ErrorReply("GONE");
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    clients.values().forEach(RespClient::close);
    clients.clear();
  }
}
