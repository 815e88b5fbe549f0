package dev.skimmer.testkit.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Dragonfly tells of itself: a version of Redis that is a constant, its own version, its
 * threads, and no run id.
 */
final class StandInInfo {
  static final String VERSION = "df-v1.40.1";
  private static final String REDIS_VERSION = "7.4.0";
  private static final Pattern DATABASE =
      Pattern.compile("(db\\d+):keys=(\\d+),expires=(\\d+),avg_ttl=\\d+");
  private static final List<String> SUMS = List.of("expired_keys", "evicted_keys");

  private final ShardClients shards;
  private final StandInIdentity identity;
  private final boolean threadsHidden;

  StandInInfo(ShardClients shards, StandInIdentity identity, boolean threadsHidden) {
    this.shards = shards;
    this.identity = identity;
    this.threadsHidden = threadsHidden;
  }

  /** Returns the reply to INFO of any section; all sections are always there. */
  byte[] info() {
    StringBuilder text = new StringBuilder();
    text.append("# Server\r\n");
    line(text, "redis_version", REDIS_VERSION);
    line(text, "dragonfly_version", VERSION);
    line(text, "redis_mode", "standalone");
    line(text, "process_id", Long.toString(identity.processId()));
    if (!threadsHidden) {
      line(text, "thread_count", Integer.toString(shards.count()));
    }
    line(text, "uptime_in_seconds", Long.toString(identity.uptimeSeconds()));
    text.append("\r\n# Persistence\r\n");
    line(text, "loading", "0");
    text.append("\r\n# Stats\r\n");
    SUMS.forEach(name -> line(text, name, Long.toString(sum(name))));
    text.append("\r\n# Replication\r\n");
    line(text, "role", "master");
    line(text, "master_replid", identity.replicationId());
    text.append("\r\n# Keyspace\r\n");
    databases().forEach((name, counts) -> line(text, name, counts.text()));
    return text.toString().getBytes(UTF_8);
  }

  /** Returns the reply to HELLO, in the second version of the protocol. */
  List<Object> hello() {
    return List.of(
        bytes("server"),
        bytes("redis"),
        bytes("version"),
        bytes(REDIS_VERSION),
        bytes("dragonfly_version"),
        bytes(VERSION),
        bytes("proto"),
        2L,
        bytes("id"),
        1L,
        bytes("mode"),
        bytes("standalone"),
        bytes("role"),
        bytes("master"));
  }

  private Map<String, Counts> databases() {
    Map<String, Counts> databases = new TreeMap<>();
    databases.put("db0", new Counts(0, 0));
    for (Object reply : shards.all(List.of(bytes("INFO"), bytes("keyspace")))) {
      Matcher found = DATABASE.matcher(ShardClients.text(reply));
      while (found.find()) {
        Counts counts = new Counts(Long.parseLong(found.group(2)), Long.parseLong(found.group(3)));
        databases.merge(found.group(1), counts, Counts::plus);
      }
    }
    return databases;
  }

  private long sum(String name) {
    Pattern wanted = Pattern.compile(name + ":(\\d+)");
    return shards.all(List.of(bytes("INFO"), bytes("stats"))).stream()
        .map(ShardClients::text)
        .map(wanted::matcher)
        .filter(Matcher::find)
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(':').append(value).append("\r\n");
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private record Counts(long keys, long expires) {
    Counts plus(Counts other) {
      return new Counts(keys + other.keys, expires + other.expires);
    }

    String text() {
      return "keys=%d,expires=%d,avg_ttl=-1".formatted(keys, expires);
    }
  }
}
