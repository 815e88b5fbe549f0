package dev.skimmer.dragonfly;

import dev.skimmer.testkit.RespClient;
import java.util.List;

/** Fills a server with keys of every type. */
final class EveryType {
  private EveryType() {}

  /** Adds two keys of each plain type: one of a byte, and one of {@code large} bytes. */
  static void fill(RespClient client, int large) {
    String huge = "x".repeat(large);
    for (String value : List.of("x", huge)) {
      String size = value.length() == 1 ? "small " : "huge ";
      client.call("SET", size + "string", value);
      client.call("HSET", size + "hash", "f", value);
      client.call("SADD", size + "set", value);
      client.call("RPUSH", size + "list", value, value, value);
      client.call("ZADD", size + "zset", 1, value);
      client.call("XADD", size + "stream", "*", "f", value);
    }
    client.call("PEXPIREAT", "small string", 4_000_000_000_000L);
  }

  /** Adds a key of each type that modules bring. */
  static void fillModules(RespClient client) {
    client.call("JSON.SET", "json", "$", "{}");
    client.call("TS.ADD", "series", 1, 1);
    client.call("BF.ADD", "bloom", "a");
    client.call("CF.ADD", "cuckoo", "a");
    client.call("CMS.INITBYDIM", "cms", 10, 2);
    client.call("TOPK.RESERVE", "topk", 2);
    client.call("TDIGEST.CREATE", "digest");
  }
}
