package dev.skimmer.dragonfly;

import dev.skimmer.testkit.RespClient;

/** A key of every type, so small that a whole session with it has a few thousand bytes. */
final class SmallKeyspace {
  private SmallKeyspace() {}

  /** Fills an empty server that has the modules. */
  static void fill(RespClient client) {
    client.send("SET", "string", "a text");
    client.send("SET", "bytes", new byte[] {(byte) 0xff, 0, 13, 10});
    client.send("SET", "expiring", "v").send("PEXPIREAT", "expiring", 4_000_000_000_000L);
    client.send("HSET", "hash", "f", 1, "g", "");
    client.send("RPUSH", "list", "a", "b");
    client.send("SADD", "set", "m", "n");
    client.send("ZADD", "zset", 1.5, "m");
    client.send("XADD", "stream", "1-1", "f", "v").send("XADD", "stream", "1-2", "f", "w");
    client.send("TS.ADD", "series", 1000, 1).send("TS.ADD", "series", 2000, 2);
    client.send("JSON.SET", "json", "$", "{\"a\":[1,null]}");
    client.send("BF.RESERVE", "bloom", "0.01", 10).send("CF.RESERVE", "cuckoo", 10);
    client.send("CMS.INITBYDIM", "cms", 2, 2).send("TOPK.RESERVE", "topk", 1, 2, 2, "0.9");
    client.send("TOPK.ADD", "topk", "t").send("TDIGEST.CREATE", "tdigest");
    client.send("SET", "gone", "v").send("SADD", "emptied", "m");
    client.flushAll();
  }

  /** Changes it: a key of each kind, a type, and two keys that are gone. */
  static void change(RespClient client) {
    client.send("SET", "string", "another").send("PERSIST", "expiring");
    client.send("DEL", "hash").send("RPUSH", "hash", "now a list");
    client.send("SREM", "set", "n").send("SREM", "emptied", "m").send("DEL", "gone");
    client.send("XADD", "stream", "1-3", "f", "x").send("TS.ADD", "series", 3000, 3);
    client.send("JSON.SET", "json", "$.a[0]", 2).send("TDIGEST.ADD", "tdigest", 1);
    client.flushAll();
  }
}
