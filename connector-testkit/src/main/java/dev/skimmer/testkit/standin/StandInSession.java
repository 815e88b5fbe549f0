package dev.skimmer.testkit.standin;

import static dev.skimmer.testkit.standin.StandInInfo.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skimmer.testkit.RespClient.ErrorReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Answers the commands of one connection, in order. Commands of one key that arrived together reach
 * their shards together, as squashing does it; any other command waits for those before it.
 */
final class StandInSession {
  private static final int MOST_AT_ONCE = 200;
  private static final String DEFAULT_COUNT = "10";
  private static final Set<String> EVERYWHERE =
      Set.of("SELECT", "AUTH", "FLUSHALL", "FLUSHDB", "CONFIG", "ACL", "DEBUG", "CLIENT");
  private static final Set<String> ANYWHERE = Set.of("PING", "ECHO", "TIME", "ROLE", "COMMAND");
  private static final Set<String> SUBCOMMAND_FIRST = Set.of("XINFO", "MEMORY", "XGROUP");
  private static final Set<String> OF_SEVERAL_KEYS = Set.of("DEL", "UNLINK", "EXISTS", "TOUCH");
  private static final Set<String> UNKNOWN =
      Set.of("OBJECT", "SWAPDB", "SYNC", "PSYNC", "CLUSTER", "HPTTL", "HPEXPIRETIME", "DIGEST");

  private final RespStream stream;
  private final ShardClients shards;
  private final StandInInfo info;
  private final List<Integer> waiting = new ArrayList<>();

  StandInSession(RespStream stream, ShardClients shards, StandInInfo info) {
    this.stream = stream;
    this.shards = shards;
    this.info = info;
  }

  /** Answers until the client goes, which an exception tells. */
  void run() throws IOException {
    while (true) {
      List<byte[]> command = stream.read();
      answer(command);
      if (!stream.hasMore() || waiting.size() >= MOST_AT_ONCE) {
        answerWaiting();
        stream.flush();
      }
    }
  }

  private void answer(List<byte[]> command) throws IOException {
    String name = name(command);
    if (isOfOneKey(name, command)) {
      int shard = shards.shardOf(command.get(SUBCOMMAND_FIRST.contains(name) ? 2 : 1));
      shards.of(shard).send(command.toArray());
      waiting.add(shard);
    } else {
      answerWaiting();
      stream.write(reply(name, command));
    }
  }

  private static boolean isOfOneKey(String name, List<byte[]> command) {
    if (EVERYWHERE.contains(name) || ANYWHERE.contains(name) || isUnknown(name)) {
      return false;
    }
    if (OF_SEVERAL_KEYS.contains(name)) {
      return command.size() == 2;
    }
    return switch (name) {
      case "SCAN", "INFO", "HELLO", "DBSIZE", "DFLY", "RENAME", "FIELDTTL", "QUIT" -> false;
      default -> command.size() > (SUBCOMMAND_FIRST.contains(name) ? 2 : 1);
    };
  }

  private static boolean isUnknown(String name) {
    return UNKNOWN.contains(name) || name.startsWith("TS.");
  }

  private Object reply(String name, List<byte[]> command) {
    if (isUnknown(name)) {
      return new ErrorReply("ERR unknown command `%s`".formatted(name));
    }
    if (EVERYWHERE.contains(name)) {
      return shards.all(command).get(0);
    }
    if (ANYWHERE.contains(name)) {
      return shards.one(0, command.toArray());
    }
    return switch (name) {
      case "SCAN" -> scan(command);
      case "INFO" -> info.info();
      case "HELLO" -> hello(command);
      case "DBSIZE" -> shards.sum(command);
      case "DFLY" -> offsets(command);
      case "RENAME" -> rename(command.get(1), command.get(2));
      case "FIELDTTL" -> fieldTtl(command);
      case "DEL", "UNLINK", "EXISTS", "TOUCH" -> eachKey(command);
      default -> new ErrorReply("ERR wrong number of arguments for '%s' command".formatted(name));
    };
  }

  /** A call that comes to the end of a shard goes on in the next one, until it has enough keys. */
  private Object scan(List<byte[]> command) {
    ShardCursor cursor = ShardCursor.of(new String(command.get(1), UTF_8));
    int wanted = Integer.parseInt(count(command));
    List<Object> keys = new ArrayList<>();
    while (cursor.shard() < shards.count()) {
      List<byte[]> inner = new ArrayList<>(command);
      inner.set(1, bytes(Long.toUnsignedString(cursor.inner())));
      Object reply = shards.one(cursor.shard(), inner.toArray());
      if (!(reply instanceof List<?> page)) {
        return reply;
      }
      keys.addAll((List<?>) page.get(1));
      long next = Long.parseUnsignedLong(ShardClients.text(page.get(0)));
      cursor =
          next == 0
              ? new ShardCursor(cursor.shard() + 1, 0)
              : new ShardCursor(cursor.shard(), next);
      if (keys.size() >= wanted || next != 0) {
        break;
      }
    }
    String text = cursor.shard() < shards.count() ? cursor.text() : "0";
    return List.of(bytes(text), keys);
  }

  private static String count(List<byte[]> command) {
    for (int i = 2; i + 1 < command.size(); i++) {
      if (new String(command.get(i), UTF_8).equalsIgnoreCase("COUNT")) {
        return new String(command.get(i + 1), UTF_8);
      }
    }
    return DEFAULT_COUNT;
  }

  private Object hello(List<byte[]> command) {
    boolean third = command.size() > 1 && new String(command.get(1), UTF_8).equals("3");
    return third ? new ErrorReply("NOPROTO unsupported protocol version") : info.hello();
  }

  private Object offsets(List<byte[]> command) {
    boolean known = command.size() > 1 && name(command.subList(1, 2)).equals("REPLICAOFFSET");
    if (!known) {
      return new ErrorReply("ERR syntax error");
    }
    List<Object> offsets = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      offsets.add(0L);
    }
    return offsets;
  }

  private Object rename(byte[] from, byte[] to) {
    int source = shards.shardOf(from);
    int target = shards.shardOf(to);
    if (source == target) {
      return shards.one(source, "RENAME", from, to);
    }
    Object dump = shards.one(source, "DUMP", from);
    if (dump == null) {
      return new ErrorReply("ERR no such key");
    }
    long ttl = Math.max(0, (Long) shards.one(source, "PTTL", from));
    Object restored = shards.one(target, "RESTORE", to, ttl, dump, "REPLACE");
    shards.one(source, "DEL", from);
    return restored;
  }

  private Object fieldTtl(List<byte[]> command) {
    byte[] key = command.get(1);
    Object reply = shards.one(shards.shardOf(key), "HTTL", key, "FIELDS", "1", command.get(2));
    return reply instanceof List<?> times && !times.isEmpty() ? times.get(0) : reply;
  }

  private Object eachKey(List<byte[]> command) {
    long sum = 0;
    for (byte[] key : command.subList(1, command.size())) {
      Object reply = shards.one(shards.shardOf(key), command.get(0), key);
      if (!(reply instanceof Long number)) {
        return reply;
      }
      sum += number;
    }
    return sum;
  }

  private void answerWaiting() throws IOException {
    List<List<Object>> replies = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      replies.add(new ArrayList<>(shards.of(shard).flush()));
    }
    int[] next = new int[shards.count()];
    for (int shard : waiting) {
      stream.write(replies.get(shard).get(next[shard]++));
    }
    waiting.clear();
  }

  private static String name(List<byte[]> command) {
    return new String(command.get(0), UTF_8).toUpperCase(Locale.ROOT);
  }
}
