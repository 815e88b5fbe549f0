package dev.skimmer.keyspace;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the last sync saw of each series, and what this round has done to it since: enough to leave
 * out the changes that a sync is documented not to see.
 */
final class SeriesRound {
  private static final long LOOKBACK_MILLIS = 3_600_000;
  private static final long MARGIN_MILLIS = 1_000;

  /** A last sample so young is inside the lookback of the clock for the whole round. */
  private static final long ACTIVE_MILLIS = 50 * 60_000;

  private final TrackedServer server;
  private final Map<String, Integer> identityByKey = new HashMap<>();
  private final Map<Integer, SeriesState> synced = new HashMap<>();
  private final Set<Integer> appended = new HashSet<>();
  private final Set<Integer> deep = new HashSet<>();
  private final Set<Integer> retained = new HashSet<>();

  SeriesRound(TrackedServer server) {
    this.server = server;
  }

  /** Remembers what a sync has just seen. */
  void begin(List<byte[]> keys) {
    identityByKey.clear();
    synced.clear();
    List.of(appended, deep, retained).forEach(Set::clear);
    for (byte[] key : keys) {
      read(key)
          .ifPresent(
              state -> {
                int identity = server.identity(key).orElseThrow();
                identityByKey.put(PlainText.of(key), identity);
                synced.put(identity, state);
              });
    }
  }

  /** Returns the state of a series, or empty where the key is none. */
  Optional<SeriesState> read(byte[] key) {
    return server.type(key).equals("TSDB-TYPE")
        ? Optional.of(SeriesState.of(server.list("TS.INFO", key)))
        : Optional.empty();
  }

  /** Returns the series as the last sync saw it, or empty for a new one. */
  Optional<SeriesState> synced(byte[] key) {
    return server.identity(key).map(synced::get);
  }

  /** Returns from when on the next sync reads again what it has read. */
  long windowStart(byte[] key) {
    return synced(key).map(state -> state.last() - LOOKBACK_MILLIS + MARGIN_MILLIS).orElse(0L);
  }

  /** Returns before when a sync looks only if TS.INFO makes it. */
  long deepEnd(byte[] key) {
    return synced(key)
        .map(state -> state.last() - LOOKBACK_MILLIS - MARGIN_MILLIS)
        .orElse(Long.MAX_VALUE);
  }

  /** Returns whether the next sync reads the window even when TS.INFO tells nothing new. */
  boolean isActive(byte[] key) {
    return synced(key)
        .map(state -> state.last() > System.currentTimeMillis() - ACTIVE_MILLIS)
        .orElse(true);
  }

  /** Returns whether the last timestamp may change, and notes that it does. */
  boolean append(byte[] key, SeriesState state) {
    int identity = server.identity(key).orElseThrow();
    boolean isAllowed = !deep.contains(identity) || !isTrimmed(key, state);
    if (isAllowed) {
      appended.add(identity);
    }
    return isAllowed;
  }

  /** Returns whether samples before the window may change, and notes that they do. */
  boolean changeDeep(byte[] key, SeriesState state) {
    int identity = server.identity(key).orElseThrow();
    if (synced(key).isEmpty()) {
      return true;
    }
    boolean isAllowed =
        !state.hasRules()
            && !state.isDownsampled()
            && !retained.contains(identity)
            && !(appended.contains(identity) && isTrimmed(key, state));
    return isAllowed && deep.add(identity);
  }

  /** Returns whether the retention may change, and notes that it does. */
  boolean changeRetention(byte[] key, SeriesState state) {
    int identity = server.identity(key).orElseThrow();
    if (deep.contains(identity) || state.isDownsampled()) {
      return false;
    }
    retained.add(identity);
    return !isTrimmed(key, state) || (!appended.contains(identity) && deep.add(identity));
  }

  /**
   * Deletes the series that took another's place without leaving a trace of it, and those that the
   * server tore.
   */
  void end(List<byte[]> keys) {
    for (byte[] key : keys) {
      Integer before = identityByKey.get(PlainText.of(key));
      Optional<SeriesState> now = read(key);
      boolean isReplaced =
          before != null && now.isPresent() && !server.identity(key).orElseThrow().equals(before);
      boolean isUnseen = isReplaced && !isVisible(synced.get(before), now.get());
      if (isUnseen || (now.isPresent() && isTorn(key))) {
        server.reply("DEL", key);
      }
    }
  }

  /**
   * Returns whether the server lists samples of a series out of their order: RedisTimeSeries 1.12
   * may store a second sample of the same timestamp in a series that was downsampled before.
   */
  private boolean isTorn(byte[] key) {
    long before = -1;
    for (Object sample : server.list("TS.RANGE", key, "-", "+")) {
      long timestamp = (Long) ((List<?>) sample).get(0);
      if (timestamp <= before) {
        return true;
      }
      before = timestamp;
    }
    return false;
  }

  private boolean isTrimmed(byte[] key, SeriesState state) {
    return state.retention() > 0 || synced(key).map(s -> s.retention() > 0).orElse(false);
  }

  private static boolean isVisible(SeriesState before, SeriesState now) {
    boolean goesBack = now.last() < before.last();
    boolean isOther = now.first() != before.first() && now.total() != before.total();
    return goesBack || (isOther && now.retention() == 0 && before.retention() == 0);
  }
}
