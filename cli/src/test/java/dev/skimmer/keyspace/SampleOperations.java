package dev.skimmer.keyspace;

import java.util.List;
import java.util.Random;

/** Adds samples to series, new and late ones, writes over them and deletes them. */
final class SampleOperations {
  private static final String[] ON_DUPLICATE = {"LAST", "MIN", "MAX", "SUM"};

  /**
   * A downsampled series is changed where its source is: what is younger than this in the source,
   * by a bucket of at most five minutes, is inside the lookback of the other.
   */
  private static final long YOUNG_MILLIS = 25 * 60_000;

  private final TrackedServer server;
  private final Random random;
  private final SeriesRound round;

  SampleOperations(TrackedServer server, Random random, SeriesRound round) {
    this.server = server;
    this.random = random;
    this.round = round;
  }

  /** Changes the samples of a series in one way or another. */
  void change(byte[] key, SeriesState state) {
    if (state.isDownsampled()) {
      return;
    }
    switch (random.nextInt(10)) {
      case 0 -> addDeep(key, state);
      case 1 -> deleteDeep(key, state);
      case 2, 3, 4 -> changeWindow(key, state);
      default -> append(key, state);
    }
  }

  /** Returns whether a series may be downsampled. */
  boolean isYoung(SeriesState state) {
    return state.last() > System.currentTimeMillis() - YOUNG_MILLIS;
  }

  private void append(byte[] key, SeriesState state) {
    if (round.append(key, state)) {
      long known = round.synced(key).map(SeriesState::last).orElse(0L);
      long next = Math.max(known, round.read(key).orElseThrow().last()) + 1;
      add(key, next + random.nextInt(random.nextInt(10) == 0 ? 5_000_000 : 5_000));
    }
  }

  /**
   * Changes what the next sync reads again. Where it would not look, because the series has been
   * quiet, a new sample makes it look.
   */
  private void changeWindow(byte[] key, SeriesState state) {
    long start = round.windowStart(key);
    if (state.hasRules()) {
      start = Math.max(start, round.synced(key).map(s -> s.last() - YOUNG_MILLIS).orElse(0L));
      if (round.synced(key).isPresent() && !isYoung(round.synced(key).get())) {
        return;
      }
    }
    boolean mustAppend = !round.isActive(key);
    if (state.last() < start || (mustAppend && !round.append(key, state))) {
      return;
    }
    changeFrom(key, Math.max(0, start), state);
    if (mustAppend) {
      append(key, state);
    }
  }

  private void changeFrom(byte[] key, long start, SeriesState state) {
    List<?> existing = server.list("TS.RANGE", key, start, "+");
    switch (random.nextInt(3)) {
      case 0 -> add(key, between(start, state.last()));
      case 1 -> {
        if (!existing.isEmpty()) {
          add(key, timestamp(existing.get(random.nextInt(existing.size()))));
        }
      }
      default -> {
        long from = between(start, state.last());
        long to = from + random.nextInt(300_000);
        if (to < state.last() || round.append(key, state)) {
          server.reply("TS.DEL", key, from, to);
        }
      }
    }
  }

  private void addDeep(byte[] key, SeriesState state) {
    long start = state.retention() > 0 ? state.last() - state.retention() : 0;
    start = Math.max(start, state.first() - 100_000);
    long end = Math.min(round.deepEnd(key), state.last());
    if (start < 0 || start >= end) {
      return;
    }
    long timestamp = between(start, end - 1);
    boolean isNew = server.list("TS.RANGE", key, timestamp, timestamp).isEmpty();
    if (isNew && round.changeDeep(key, state)) {
      add(key, timestamp);
    }
  }

  private void deleteDeep(byte[] key, SeriesState state) {
    long end = Math.min(round.deepEnd(key), state.last());
    if (state.first() >= end) {
      return;
    }
    long from = between(state.first(), end - 1);
    long to = random.nextInt(10) == 0 ? state.last() : between(from, end - 1);
    if (round.changeDeep(key, state) && (to < state.last() || round.append(key, state))) {
      server.reply("TS.DEL", key, from, to);
    }
  }

  private void add(byte[] key, long timestamp) {
    String policy = ON_DUPLICATE[random.nextInt(ON_DUPLICATE.length)];
    Object value = RandomSamples.value(random);
    server.reply("TS.ADD", key, timestamp, value, "ON_DUPLICATE", policy);
  }

  private long between(long from, long to) {
    return from + (long) (random.nextDouble() * (to - from + 1));
  }

  private static long timestamp(Object sample) {
    return (Long) ((List<?>) sample).get(0);
  }
}
