package dev.skimmer.keyspace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Creates series, alters them, and downsamples them into others. */
final class SeriesOperations implements Operations {
  private static final String[] POLICIES = {"LAST", "FIRST", "MIN", "MAX", "SUM", "BLOCK"};
  private static final String[] AGGREGATIONS = {"avg", "sum", "max", "count", "std.p", "last"};
  private static final long[] RETENTIONS = {0, 50, 600_000, 7_200_000, 86_400_000};
  private static final int ADD_AT_ONCE = 100;

  private final TrackedServer server;
  private final Random random;
  private final SeriesRound round;
  private final SampleOperations samples;
  private final List<byte[]> keys;

  /**
   * Creates operations that downsample into {@code keys}.
   *
   * @param keys may still grow
   */
  SeriesOperations(TrackedServer server, Random random, SeriesRound round, List<byte[]> keys) {
    this.server = server;
    this.random = random;
    this.round = round;
    this.samples = new SampleOperations(server, random, round);
    this.keys = keys;
  }

  @Override
  public Set<String> types() {
    return Set.of("TSDB-TYPE");
  }

  @Override
  public void create(byte[] key) {
    List<Object> words = new ArrayList<>(List.of("TS.CREATE", key));
    words.addAll(List.of("CHUNK_SIZE", 64 << random.nextInt(4)));
    words.addAll(List.of("ENCODING", random.nextBoolean() ? "COMPRESSED" : "UNCOMPRESSED"));
    if (random.nextInt(3) == 0) {
      words.addAll(List.of("RETENTION", RETENTIONS[random.nextInt(RETENTIONS.length)]));
    }
    if (random.nextBoolean()) {
      words.addAll(List.of("DUPLICATE_POLICY", POLICIES[random.nextInt(POLICIES.length)]));
    }
    words.addAll(labels());
    server.reply(words);
    server.born(key);
    add(key, RandomSamples.timestamps(random));
  }

  @Override
  public void change(byte[] key) {
    SeriesState state = round.read(key).orElseThrow();
    switch (random.nextInt(12)) {
      case 0 -> alterLabels(key);
      case 1 -> alterRetention(key, state);
      case 2 -> createRule(key, state);
      case 3 -> deleteRule(key, state);
      default -> samples.change(key, state);
    }
  }

  private void add(byte[] key, List<Long> timestamps) {
    for (int from = 0; from < timestamps.size(); from += ADD_AT_ONCE) {
      List<Object> words = new ArrayList<>(List.of("TS.MADD"));
      for (int i = from; i < Math.min(from + ADD_AT_ONCE, timestamps.size()); i++) {
        words.addAll(List.of(key, timestamps.get(i), RandomSamples.value(random)));
      }
      server.reply(words);
    }
  }

  private List<Object> labels() {
    List<Object> labels = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] name = Bytes.utf8("label" + i);
      labels.add(random.nextInt(5) == 0 ? Bytes.any(random) : name);
      labels.add(random.nextInt(5) == 0 ? Bytes.any(random) : Bytes.utf8("l" + i));
    }
    if (!labels.isEmpty()) {
      labels.add(0, "LABELS");
    }
    return labels;
  }

  private void alterLabels(byte[] key) {
    List<Object> words = new ArrayList<>(List.of("TS.ALTER", key));
    List<Object> labels = labels();
    words.addAll(labels.isEmpty() ? List.of("LABELS") : labels);
    server.reply(words);
  }

  private void alterRetention(byte[] key, SeriesState state) {
    if (round.changeRetention(key, state)) {
      server.reply("TS.ALTER", key, "RETENTION", RETENTIONS[random.nextInt(RETENTIONS.length)]);
    }
  }

  /** Downsamples into a new series, so that what it then gets can be no deep change of it. */
  private void createRule(byte[] key, SeriesState state) {
    byte[] target = keys.get(random.nextInt(keys.size()));
    if (!samples.isYoung(state) || state.isDownsampled() || Arrays.equals(key, target)) {
      return;
    }
    server.reply("DEL", target);
    server.reply("TS.CREATE", target);
    server.born(target);
    String aggregation = AGGREGATIONS[random.nextInt(AGGREGATIONS.length)];
    long bucket = 1L + random.nextInt(300_000);
    server.reply("TS.CREATERULE", key, target, "AGGREGATION", aggregation, bucket);
  }

  private void deleteRule(byte[] key, SeriesState state) {
    if (state.hasRules()) {
      List<?> rules = (List<?>) SeriesOracle.named(server.list("TS.INFO", key)).get("rules");
      server.reply("TS.DELETERULE", key, ((List<?>) rules.get(0)).get(0));
    }
  }
}
