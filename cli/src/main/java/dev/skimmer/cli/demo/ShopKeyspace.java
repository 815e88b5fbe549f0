package dev.skimmer.cli.demo;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The keyspace of a made-up shop, the same with each start: sessions, carts, page caches, rate
 * limiters, tags, event lists and leaderboards.
 */
public final class ShopKeyspace implements AutoCloseable {
  private static final int BATCH = 1000;
  private static final long PRIME = 15_485_863;

  /** Seconds within which no key expires, so that a demo on a slow machine counts the same. */
  private static final int KEPT = 1800;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String[] CITIES = {"Oslo", "Lima", "Kyoto", "Nairobi", "Zürich", "Kraków"};
  private static final String[] ACTIONS = {"view", "search", "add_to_cart", "checkout", "refund"};

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final RedisAsyncCommands<String, String> redis;
  private final Random random = new Random(42);
  private int visit;
  private final List<RedisFuture<?>> sent = new ArrayList<>();

  /** Connects to a server on this machine. */
  public ShopKeyspace(int port) {
    client = RedisClient.create(RedisURI.create("127.0.0.1", port));
    connection = client.connect();
    connection.setAutoFlushCommands(false);
    redis = connection.async();
  }

  /** Writes {@code keys} keys. */
  public void fill(int keys) {
    for (int id = 0; id < keys; id++) {
      write(id);
      flushIf(BATCH);
    }
    flushIf(1);
  }

  /**
   * Gives {@code count} keys another value, those from number {@code first} on of a fixed order.
   */
  public void change(int keys, int first, int count) {
    visit++;
    for (int i = first; i < first + count; i++) {
      int id = shuffled(i, keys);
      sent.add(redis.del(keyOf(id)));
      write(id);
      flushIf(BATCH);
    }
    flushIf(1);
  }

  /** Deletes {@code count} keys, those from number {@code first} on of the same order. */
  public void delete(int keys, int first, int count) {
    for (int i = first; i < first + count; i++) {
      sent.add(redis.del(keyOf(shuffled(i, keys))));
      flushIf(BATCH);
    }
    flushIf(1);
  }

  private static int shuffled(int i, int keys) {
    return (int) (i * PRIME % keys);
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private static String keyOf(int id) {
    int family = id % 100;
    if (family < 40) {
      return "session:%08x".formatted(id * 2654435761L & 0xFFFFFFFFL);
    }
    if (family < 65) {
      return "page:/product/" + id;
    }
    if (family < 80) {
      return "cart:" + id;
    }
    if (family < 90) {
      return "rate:10.0.%d.%d".formatted(id / 100 / 250, id / 100 % 250) + ":" + id % 10;
    }
    if (family < 94) {
      return "tags:product:" + id;
    }
    return (family < 98 ? "events:user:" : "leaderboard:week:") + id;
  }

  private void write(int id) {
    String key = keyOf(id);
    switch (key.substring(0, key.indexOf(':'))) {
      case "session" -> sent.add(redis.set(key, session(id), expiry(KEPT + random.nextInt(7200))));
      case "page" -> sent.add(redis.set(key, page(id), expiry(KEPT + random.nextInt(3600))));
      case "cart" -> sent.add(redis.hset(key, cart()));
      case "rate" -> sent.add(redis.set(key, counter(), expiry(KEPT)));
      case "tags" -> sent.add(redis.sadd(key, "sale", "tag-" + counter(), "new"));
      case "events" ->
          sent.add(redis.rpush(key, "login " + counter(), action(), action(), action()));
      default -> leaderboard(key);
    }
  }

  private String session(int id) {
    return "{\"user\":%d,\"city\":\"%s\",\"visits\":%d}"
        .formatted(id, CITIES[random.nextInt(CITIES.length)], 500 * visit + random.nextInt(500));
  }

  private String page(int id) {
    return "<article><h1>Product %d</h1><p>Price: %d.99, %d in stock</p></article>"
        .formatted(id, random.nextInt(200), 1000 * visit + random.nextInt(1000));
  }

  private Map<String, String> cart() {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      fields.put("sku-" + random.nextInt(5000), "" + (1 + random.nextInt(3)));
    }
    fields.put("total", counter());
    return fields;
  }

  /** Returns a small number that no earlier visit to the keyspace has written. */
  private String counter() {
    return "" + (100 * visit + random.nextInt(100));
  }

  private String action() {
    return ACTIONS[random.nextInt(ACTIONS.length)];
  }

  private void leaderboard(String key) {
    for (int i = 0; i < 8; i++) {
      sent.add(redis.zadd(key, random.nextInt(100_000) / 10.0, "player-" + random.nextInt(500)));
    }
  }

  private static SetArgs expiry(int seconds) {
    return SetArgs.Builder.ex(seconds);
  }

  private void flushIf(int commands) {
    if (sent.size() >= commands) {
      connection.flushCommands();
      LettuceFutures.awaitAll(PATIENCE, sent.toArray(RedisFuture[]::new));
      sent.clear();
    }
  }
}
