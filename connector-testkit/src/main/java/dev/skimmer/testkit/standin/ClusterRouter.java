package dev.skimmer.testkit.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skimmer.testkit.ClusterClient;
import dev.skimmer.testkit.RedisCluster;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.RespClient.ErrorReply;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;

/**
 * One address in front of a cluster, for tests that write to a server and read it without knowing
 * of nodes: commands of one key go to the master that holds it, SCAN walks one master after the
 * other. Safe for concurrent use.
 */
public final class ClusterRouter implements AutoCloseable {
  private final RedisCluster cluster;
  private final Listener listener;

  private ClusterRouter(RedisCluster cluster) {
    this.cluster = cluster;
    this.listener = Listener.start(this::serve);
  }

  /** Listens. The masters must stay who they are while somebody scans. */
  public static ClusterRouter start(RedisCluster cluster) {
    return new ClusterRouter(cluster);
  }

  public int port() {
    return listener.port();
  }

  /** Stops; the cluster goes on. */
  @Override
  public void close() {
    listener.close();
  }

  private void serve(Socket socket) throws IOException {
    RespStream stream = new RespStream(socket);
    try (ClusterClient client = cluster.client()) {
      while (true) {
        stream.write(reply(stream.read(), client));
        if (!stream.hasMore()) {
          stream.flush();
        }
      }
    }
  }

  private Object reply(List<byte[]> command, ClusterClient client) {
    String name = new String(command.get(0), UTF_8).toUpperCase(Locale.ROOT);
    return switch (name) {
      case "PING" -> "PONG";
      case "SELECT", "CLIENT" -> "OK";
      case "HELLO" -> new ErrorReply("ERR unknown command `HELLO`");
      case "FLUSHALL" -> flush();
      case "SCAN" -> scan(command);
      default -> client.reply(command.toArray());
    };
  }

  private Object flush() {
    cluster.mastersNow().forEach(master -> ask(master, "FLUSHALL"));
    return "OK";
  }

  private Object scan(List<byte[]> command) {
    List<RedisServerFixture> masters = cluster.mastersNow();
    ShardCursor cursor = ShardCursor.of(new String(command.get(1), UTF_8));
    Object[] words = command.toArray();
    words[1] = Long.toUnsignedString(cursor.inner());
    List<?> page = (List<?>) ask(masters.get(cursor.shard()), words);
    long next = Long.parseUnsignedLong(ShardClients.text(page.get(0)));
    ShardCursor following =
        next == 0 ? new ShardCursor(cursor.shard() + 1, 0) : new ShardCursor(cursor.shard(), next);
    String text = following.shard() < masters.size() ? following.text() : "0";
    return List.of(text.getBytes(UTF_8), page.get(1));
  }

  private static Object ask(RedisServerFixture node, Object... words) {
    try (RespClient client = node.client()) {
      return client.call(words);
    }
  }
}
