package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.scan.ScanRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a split that is one shard of a database.
 *
 * @param keyspace name of the split that the whole database is
 * @param shard its number, from 0
 * @param shards how many there are
 */
record ShardSplit(String keyspace, int shard, int shards) {
  private static final Pattern NAME = Pattern.compile("(.+)/([0-9]{1,4})of([0-9]{1,4})");

  String name() {
    return "%s/%dof%d".formatted(keyspace, shard, shards);
  }

  /** Reads the name of a split; one that names no shard is a whole database. */
  static ShardSplit parse(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? new ShardSplit(
            matcher.group(1),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)))
        : new ShardSplit(name, 0, 1);
  }

  ScanRange range() {
    return shards == 1 ? ScanRange.ALL : ScanRange.ofShard(shard, shards);
  }
}
