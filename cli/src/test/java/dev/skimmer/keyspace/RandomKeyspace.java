package dev.skimmer.keyspace;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Fills a server with keys of all five classic types from a seed, and then changes it at random.
 * The same seed gives the same operations.
 */
public final class RandomKeyspace implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final double[] SCORES = {
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -0.0,
    0.0,
    1e300,
    -1e-300,
    0.1,
    3,
    17179869184.0
  };

  private final Random random;
  private final int idRange;
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final RedisAsyncCommands<byte[], byte[]> redis;
  private final List<RedisFuture<?>> sent = new ArrayList<>();

  /** Connects to a server on this machine. */
  public RandomKeyspace(int port, long seed, int idRange) {
    this.random = new Random(seed);
    this.idRange = idRange;
    this.client = RedisClient.create(RedisURI.create("127.0.0.1", port));
    this.connection = client.connect(ByteArrayCodec.INSTANCE);
    connection.setAutoFlushCommands(false);
    this.redis = connection.async();
  }

  /** Writes about {@code keys} keys; a few that exist already are written over. */
  public void fill(int keys) {
    for (int id = 0; id < keys; id++) {
      writeNew(plainKey(id));
      flushIf(1000);
    }
    for (int i = 0; i < keys / 50; i++) {
      writeNew(Bytes.any(random));
      flushIf(1000);
    }
    flushIf(1);
  }

  /** Writes a few values of a megabyte each. */
  public void addLarge() {
    for (int i = 0; i < 3; i++) {
      send(redis.set(Bytes.utf8("large:string:" + i), Bytes.large(random, 1 << 20)));
      byte[] list = Bytes.utf8("large:list:" + i);
      send(redis.del(list));
      send(redis.rpush(list, Bytes.large(random, 1 << 19), Bytes.large(random, 1 << 19)));
      for (String type : List.of("hash", "set", "zset", "list")) {
        addManyElements(type, Bytes.utf8("many:" + type + ":" + i), 2500 + 1500 * i);
      }
    }
    flushIf(1);
  }

  /** Applies random operations: write, change, delete, expire, persist, rename, type change. */
  public void mutate(int operations) {
    for (int i = 0; i < operations; i++) {
      mutateOne();
      flushIf(500);
    }
    flushIf(1);
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private static byte[] plainKey(int id) {
    return Bytes.utf8("key:" + id);
  }

  private byte[] someKey() {
    return random.nextInt(20) == 0 ? Bytes.any(random) : plainKey(random.nextInt(idRange));
  }

  private void mutateOne() {
    byte[] key = someKey();
    switch (random.nextInt(12)) {
      case 0 -> send(redis.del(key));
      case 1 -> send(redis.pexpire(key, 3_600_000L + random.nextInt(1_000_000_000)));
      case 2 -> send(redis.persist(key));
      case 3 -> send(redis.rename(key, someKey()));
      case 4 -> send(redis.append(key, Bytes.any(random)));
      case 5 -> send(redis.hset(key, Bytes.any(random), Bytes.any(random)));
      case 6 -> send(redis.rpush(key, Bytes.any(random)));
      case 7 -> send(redis.sadd(key, Bytes.any(random)));
      case 8 -> send(redis.zadd(key, score(), Bytes.any(random)));
      default -> writeNew(key);
    }
  }

  private void writeNew(byte[] key) {
    send(redis.del(key));
    switch (random.nextInt(10)) {
      case 0, 1 -> addFields(key);
      case 2 -> send(redis.rpush(key, elements()));
      case 3 -> send(redis.sadd(key, elements()));
      case 4 -> send(redis.zadd(key, scores()));
      default -> send(redis.set(key, random.nextInt(20) == 0 ? new byte[0] : Bytes.any(random)));
    }
    if (random.nextInt(3) == 0) {
      send(redis.pexpire(key, 3_600_000L + random.nextInt(1_000_000_000)));
    }
  }

  private void addManyElements(String type, byte[] key, int count) {
    send(redis.del(key));
    for (int i = 0; i < count; i++) {
      byte[] element = random.nextInt(50) == 0 ? Bytes.any(random) : Bytes.utf8("element" + i);
      switch (type) {
        case "hash" -> send(redis.hset(key, element, Bytes.any(random)));
        case "set" -> send(redis.sadd(key, element));
        case "zset" -> send(redis.zadd(key, score(), element));
        default -> send(redis.rpush(key, element));
      }
      flushIf(2000);
    }
  }

  private void addFields(byte[] key) {
    for (int i = 0; i <= random.nextInt(6); i++) {
      send(redis.hset(key, Bytes.any(random), Bytes.any(random)));
    }
  }

  private byte[][] elements() {
    byte[][] elements = new byte[1 + random.nextInt(6)][];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = Bytes.any(random);
    }
    return elements;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Lettuce takes an array of a generic type.
  private ScoredValue<byte[]>[] scores() {
    ScoredValue[] scores = new ScoredValue[1 + random.nextInt(6)];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = ScoredValue.just(score(), Bytes.any(random));
    }
    return scores;
  }

  private double score() {
    return random.nextInt(3) == 0
        ? SCORES[random.nextInt(SCORES.length)]
        : random.nextGaussian() * Math.pow(10, random.nextInt(6));
  }

  private void send(RedisFuture<?> future) {
    sent.add(future);
  }

  /** Errors such as WRONGTYPE are part of the game: both sides read what the server then holds. */
  private void flushIf(int commands) {
    if (sent.size() >= commands) {
      connection.flushCommands();
      for (RedisFuture<?> future : sent) {
        LettuceFutures.awaitAll(PATIENCE, future.exceptionally(e -> null).toCompletableFuture());
      }
      sent.clear();
    }
  }
}
