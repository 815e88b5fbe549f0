package dev.skimmer.keyspace;

import java.util.Random;
import java.util.Set;

/**
 * What only some commands make of the classic types: bitmaps, HyperLogLogs, geo sets, expiring
 * fields.
 */
final class ClassicOperations implements Operations {
  private final TrackedServer server;
  private final Random random;

  ClassicOperations(TrackedServer server, Random random) {
    this.server = server;
    this.random = random;
  }

  @Override
  public Set<String> types() {
    return Set.of("string", "hash", "list", "set", "zset");
  }

  @Override
  public void create(byte[] key) {
    switch (random.nextInt(7)) {
      case 0 -> server.reply("PFADD", key, Bytes.any(random), Bytes.any(random));
      case 1 -> addPlaces(key);
      case 2 -> server.reply("SETBIT", key, random.nextInt(200), 1);
      case 3, 4 -> {
        for (int i = random.nextInt(8); i >= 0; i--) {
          server.reply("HSET", key, field(), Bytes.any(random));
        }
      }
      case 5 -> server.reply("RPUSH", key, Bytes.any(random), Bytes.any(random));
      default -> server.reply("SET", key, Bytes.any(random));
    }
  }

  @Override
  public void change(byte[] key) {
    switch (server.type(key)) {
      case "string" -> changeString(key);
      case "hash" -> changeHash(key);
      case "zset" -> addPlaces(key);
      case "list" -> server.reply(random.nextBoolean() ? "RPUSH" : "LPUSH", key, field());
      default -> server.reply(random.nextBoolean() ? "SADD" : "SREM", key, field());
    }
  }

  private void changeString(byte[] key) {
    switch (random.nextInt(3)) {
      case 0 -> server.reply("PFADD", key, Bytes.any(random));
      case 1 -> server.reply("SETBIT", key, random.nextInt(300), random.nextInt(2));
      default -> server.reply("SETRANGE", key, random.nextInt(40), Bytes.any(random));
    }
  }

  private void changeHash(byte[] key) {
    byte[] field = field();
    switch (random.nextInt(6)) {
      case 0 -> server.reply("HEXPIRE", key, 3600 + random.nextInt(10_000), "FIELDS", 1, field);
      case 1 -> server.reply("HPERSIST", key, "FIELDS", 1, field);
      case 2 -> server.reply("HPEXPIREAT", key, 1, "FIELDS", 1, field);
      case 3 -> server.reply("HDEL", key, field);
      default -> server.reply("HSET", key, field, Bytes.any(random));
    }
  }

  private void addPlaces(byte[] key) {
    double longitude = random.nextDouble() * 360 - 180;
    double latitude = random.nextDouble() * 170 - 85;
    server.reply("GEOADD", key, longitude, latitude, Bytes.any(random));
  }

  private byte[] field() {
    return random.nextInt(10) == 0 ? Bytes.any(random) : Bytes.utf8("f" + random.nextInt(10));
  }
}
