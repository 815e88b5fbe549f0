package dev.skimmer.testkit.standin;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/** One client's connections to all shards. Used by one thread. */
final class ShardClients implements AutoCloseable {
  private final List<RespClient> clients;

  ShardClients(List<RedisServerFixture> shards) {
    this.clients = shards.stream().map(RedisServerFixture::client).toList();
  }

  int count() {
    return clients.size();
  }

  RespClient of(int shard) {
    return clients.get(shard);
  }

  /** Returns the number of the shard that holds a key. */
  int shardOf(byte[] key) {
    return shardOf(key, clients.size());
  }

  static int shardOf(byte[] key, int shards) {
    CRC32 sum = new CRC32();
    sum.update(key);
    return (int) (sum.getValue() % shards);
  }

  /** Sends a command to all, and returns the replies in the order of shards. */
  List<Object> all(List<byte[]> command) {
    return clients.stream().map(client -> client.reply(command.toArray())).toList();
  }

  /** Sends a command to all, and returns the sum of their numbers, or the first error. */
  Object sum(List<byte[]> command) {
    long sum = 0;
    for (Object reply : all(command)) {
      if (!(reply instanceof Long number)) {
        return reply;
      }
      sum += number;
    }
    return sum;
  }

  /** Sends a command to one shard. */
  Object one(int shard, Object... words) {
    return clients.get(shard).reply(words);
  }

  /** Returns a reply as text. */
  static String text(Object reply) {
    return reply instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(reply);
  }

  @Override
  public void close() {
    clients.forEach(RespClient::close);
  }
}
