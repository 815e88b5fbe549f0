package dev.skimmer.dragonfly;

import com.sun.management.OperatingSystemMXBean;
import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Prints how many keys a second one split reads: with types unknown and every row new, and with
 * types known and nothing changed.
 *
 * <p>Arguments: the number of keys (default 1,000,000) and of rounds (default 3); starts a server
 * of its own. Of the keys 60 % are strings of 100 bytes, 20 % hashes of 5 fields, 10 % lists, 5 %
 * sets and 5 % sorted sets of 8 elements; every tenth expires.
 */
public final class ExtractionBenchmark {
  private ExtractionBenchmark() {}

  public static void main(String[] arguments) {
    int keys = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient client = server.client()) {
      fill(server, keys);
      DragonflyConfig config = TestConfigs.port(server.port()).build();
      try (Source.Session session = new DragonflySource().open(config, Context.system())) {
        for (int round = 1; round <= rounds; round++) {
          IndexedKnownRows known = new IndexedKnownRows(new ChangeIndex(keys));
          measure("types unknown, all new", keys, client, () -> pass(session, known));
          known.index().forgetSightings();
          measure("types known, unchanged", keys, client, () -> pass(session, known));
        }
      }
    }
  }

  private static void pass(Source.Session session, IndexedKnownRows known) {
    try (SplitReader reader = session.read(session.plan(1).get(0), Cursor.START, known)) {
      while (!reader.isFinished()) {
        List<Operation> operations = reader.poll(Duration.ofSeconds(1));
        known.commit(operations);
      }
    }
  }

  private static void measure(String what, int keys, RespClient client, Runnable pass) {
    double serverBefore = serverSeconds(client);
    long clientBefore = clientNanos();
    long start = System.nanoTime();
    pass.run();
    long nanos = System.nanoTime() - start;
    System.out.printf(
        "%-24s %6.2f s %,10d keys/s; CPU per key: client %.2f us, server %.2f us%n",
        what,
        nanos / 1e9,
        keys * 1_000_000_000L / nanos,
        (clientNanos() - clientBefore) / 1e3 / keys,
        (serverSeconds(client) - serverBefore) * 1e6 / keys);
  }

  private static long clientNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static double serverSeconds(RespClient client) {
    return client
        .text("INFO", "cpu")
        .lines()
        .filter(line -> line.startsWith("used_cpu_user:") || line.startsWith("used_cpu_sys:"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
        .sum();
  }

  private static void fill(RedisServerFixture server, int keys) {
    Random random = new Random(1);
    try (RespClient client = server.client()) {
      for (int i = 0; i < keys; i++) {
        add(client, "key:%012d:%06d".formatted(i, random.nextInt(1_000_000)), i, random);
        if (i % 1000 == 999) {
          client.flushAll();
        }
      }
      client.flushAll();
    }
  }

  private static void add(RespClient client, String key, int i, Random random) {
    int kind = i % 20;
    if (kind < 12) {
      client.send("SET", key, text(random, 100));
    } else if (kind < 16) {
      client.send(
          "HSET",
          key,
          "name",
          text(random, 12),
          "mail",
          text(random, 20),
          "city",
          text(random, 10),
          "zip",
          random.nextInt(99999),
          "score",
          random.nextInt(1000));
    } else if (kind < 18) {
      client.send("RPUSH", key, 1, 2, 3, 4, 5, 6, 7, text(random, 8));
    } else if (kind < 19) {
      client.send("SADD", key, "a", "b", "c", "d", "e", "f", "g", text(random, 8));
    } else {
      client.send(
          "ZADD",
          key,
          1,
          "a",
          2,
          "b",
          3,
          "c",
          4,
          "d",
          5,
          "e",
          6.5,
          "f",
          7,
          "g",
          8,
          text(random, 8));
    }
    if (i % 10 == 0) {
      client.send("PEXPIREAT", key, 4_000_000_000_000L + i);
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
