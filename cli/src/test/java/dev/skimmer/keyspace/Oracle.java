package dev.skimmer.keyspace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * Reads a server by itself, in the plainest way, and says what the rows must be. Shares no code
 * with what it judges.
 */
public final class Oracle implements AutoCloseable {
  private static final int BATCH = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final RedisAsyncCommands<byte[], byte[]> redis;

  /** Connects to a server on this machine. */
  public Oracle(int port) {
    this(RedisURI.create("127.0.0.1", port));
  }

  public Oracle(RedisURI uri) {
    client = RedisClient.create(uri);
    client.setOptions(
        io.lettuce.core.ClientOptions.builder()
            .protocolVersion(io.lettuce.core.protocol.ProtocolVersion.RESP2)
            .build());
    connection = client.connect(ByteArrayCodec.INSTANCE);
    connection.setTimeout(Duration.ofMinutes(2));
    redis = connection.async();
  }

  /** Reads everything; the key of the map is the {@code key} column. */
  public Map<String, ExpectedRow> read() {
    Map<String, ExpectedRow> rows = new TreeMap<>();
    ScanCursor cursor = ScanCursor.INITIAL;
    do {
      KeyScanCursor<byte[]> page = get(redis.scan(cursor, ScanArgs.Builder.limit(BATCH)));
      readPage(page.getKeys(), rows);
      cursor = page;
    } while (!cursor.isFinished());
    return rows;
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private void readPage(List<byte[]> keys, Map<String, ExpectedRow> rows) {
    long now = System.currentTimeMillis();
    List<RedisFuture<String>> types = keys.stream().map(redis::type).toList();
    List<RedisFuture<Long>> expiries = keys.stream().map(redis::pttl).toList();
    List<String> words = types.stream().map(Oracle::get).toList();
    List<RedisFuture<List<Object>>> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      values.add(value(words.get(i), keys.get(i)));
    }
    for (int i = 0; i < keys.size(); i++) {
      long pttl = get(expiries.get(i));
      if (!words.get(i).equals("none") && pttl != -2) {
        rows.put(
            PlainText.of(keys.get(i)),
            row(words.get(i), get(values.get(i)), pttl < 0 ? 0 : now + pttl));
      }
    }
  }

  private RedisFuture<List<Object>> value(String type, byte[] key) {
    CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key);
    CommandType command =
        switch (type) {
          case "string" -> CommandType.GET;
          case "hash" -> CommandType.HGETALL;
          case "set" -> CommandType.SMEMBERS;
          case "list" -> CommandType.LRANGE;
          case "zset" -> CommandType.ZRANGE;
          default -> CommandType.EXISTS;
        };
    if (type.equals("list") || type.equals("zset")) {
      args.add(0).add(-1);
    }
    if (type.equals("zset")) {
      args.add("WITHSCORES");
    }
    return redis.dispatch(command, new ArrayOutput<>(ByteArrayCodec.INSTANCE), args);
  }

  private static ExpectedRow row(String type, List<Object> reply, long expiresAt) {
    List<byte[]> parts = new ArrayList<>();
    reply.forEach(part -> parts.add((byte[]) part));
    return switch (type) {
      case "string" -> string(parts.get(0), expiresAt);
      case "list" ->
          json(type, parts, parts.stream().map(PlainText::of).toList(), parts.size(), expiresAt);
      case "set" -> {
        parts.sort(Arrays::compareUnsigned);
        yield json(
            type, parts, parts.stream().map(PlainText::of).toList(), parts.size(), expiresAt);
      }
      case "hash" -> hash(parts, expiresAt);
      case "zset" -> zset(parts, expiresAt);
      default -> throw new AssertionError("The oracle does not know the type " + type);
    };
  }

  private static ExpectedRow string(byte[] bytes, long expiresAt) {
    String md5 = LengthPrefixedMd5.of("string", List.of(bytes));
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean isText =
        Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) && text.indexOf('\0') < 0;
    return isText
        ? new ExpectedRow(text, "string", bytes.length, "utf8", expiresAt, md5)
        : new ExpectedRow(
            Base64.getEncoder().encodeToString(bytes),
            "string",
            bytes.length,
            "base64",
            expiresAt,
            md5);
  }

  private static ExpectedRow hash(List<byte[]> parts, long expiresAt) {
    TreeMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
    for (int i = 0; i < parts.size(); i += 2) {
      sorted.put(parts.get(i), parts.get(i + 1));
    }
    List<byte[]> canonical = new ArrayList<>();
    Map<String, String> object = new LinkedHashMap<>();
    sorted.forEach(
        (field, value) -> {
          canonical.add(field);
          canonical.add(value);
          object.put(PlainText.of(field), PlainText.of(value));
        });
    return json("hash", canonical, object, sorted.size(), expiresAt);
  }

  private static ExpectedRow zset(List<byte[]> parts, long expiresAt) {
    List<List<Object>> pairs = new ArrayList<>();
    for (int i = 0; i < parts.size(); i += 2) {
      String score = new String(parts.get(i + 1), StandardCharsets.US_ASCII);
      boolean isNumber = !score.endsWith("inf") && !score.endsWith("nan");
      pairs.add(
          List.of(PlainText.of(parts.get(i)), isNumber ? new RawValue(score) : (Object) score));
    }
    return json("zset", parts, pairs, pairs.size(), expiresAt);
  }

  private static ExpectedRow json(
      String type, List<byte[]> canonical, Object value, long size, long expiresAt) {
    try {
      return new ExpectedRow(
          JSON.writeValueAsString(value),
          type,
          size,
          "utf8",
          expiresAt,
          LengthPrefixedMd5.of(type, canonical));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T get(RedisFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("The oracle cannot read the server", e);
    }
  }
}
