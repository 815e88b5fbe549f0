package dev.skimmer.keyspace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Fills a server with keys of all types from a seed, and then changes them at random: what they
 * hold, their expiries, their names and their types. The same seed gives the same operations.
 */
public final class AllTypesKeyspace implements AutoCloseable {
  private final Random random;
  private final TrackedServer server;
  private final RandomKeyspace classic;
  private final OversizeOperations oversize;
  private final Map<Operations, Integer> shares = new LinkedHashMap<>();
  private final List<Operations> families;
  private final List<byte[]> keys = new ArrayList<>();
  private final SeriesRound series;
  private final StreamRound streams;

  /**
   * Connects to a server on this machine that has the modules.
   *
   * @param classicKeys keys of classic types, beside those of the others
   * @param maxValueBytes which some keys exceed at times
   */
  public AllTypesKeyspace(int port, long seed, int classicKeys, int maxValueBytes) {
    random = new Random(seed);
    server = new TrackedServer(port);
    classic = new RandomKeyspace(port, seed, classicKeys);
    classic.fill(classicKeys);
    oversize = new OversizeOperations(server, random, maxValueBytes);
    shares.put(new DocumentOperations(server, random), 100);
    shares.put(new SketchOperations(server, random), 80);
    shares.put(new ClassicOperations(server, random), 80);
    series = new SeriesRound(server);
    streams = new StreamRound(server);
    shares.put(new SeriesOperations(server, random, series, keys), 80);
    shares.put(new StreamOperations(server, random), 80);
    families = List.copyOf(shares.keySet());
    shares.forEach(this::fill);
  }

  /** Applies random operations to what a sync has just seen, and none that it is known to miss. */
  public void mutate(int operations) {
    series.begin(keys);
    streams.begin(keys);
    classic.mutate(operations / 4);
    for (int i = 0; i < operations; i++) {
      mutateOne();
    }
    series.end(keys);
    streams.end(keys);
  }

  @Override
  public void close() {
    classic.close();
    server.close();
  }

  private void fill(Operations family, int share) {
    for (int i = 0; i < share; i++) {
      byte[] key = name(keys.size());
      keys.add(key);
      family.create(key);
    }
  }

  /** Every eighth name is hostile. */
  private byte[] name(int number) {
    byte[] plain = Bytes.utf8("any:" + number);
    if (number % 8 > 0) {
      return plain;
    }
    byte[] hostile = Bytes.any(random);
    byte[] name = Arrays.copyOf(plain, plain.length + 1 + hostile.length);
    name[plain.length] = ':';
    System.arraycopy(hostile, 0, name, plain.length + 1, hostile.length);
    return name;
  }

  private void mutateOne() {
    byte[] key = keys.get(random.nextInt(keys.size()));
    switch (random.nextInt(30)) {
      case 0 -> server.reply("DEL", key);
      case 1 -> server.reply("PEXPIRE", key, 3_600_000L + random.nextInt(1_000_000_000));
      case 2 -> server.reply("PERSIST", key);
      case 3, 4 -> server.reply("RENAME", key, keys.get(random.nextInt(keys.size())));
      case 5, 6 -> {
        server.reply("DEL", key);
        families.get(random.nextInt(families.size())).create(key);
      }
      case 7 -> server.reply("SET", key, Bytes.any(random));
      case 8 -> oversize.change();
      default -> change(key);
    }
  }

  private void change(byte[] key) {
    String type = server.type(key);
    families.stream()
        .filter(family -> family.types().contains(type))
        .findFirst()
        .ifPresentOrElse(
            family -> family.change(key),
            () -> families.get(random.nextInt(families.size())).create(key));
  }
}
