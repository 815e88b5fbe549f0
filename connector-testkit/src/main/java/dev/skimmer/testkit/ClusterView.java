package dev.skimmer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the nodes of a {@link RedisCluster} are joined, and what they know of each other. */
final class ClusterView {
  private static final long LIMIT_NANOS = 60_000_000_000L;
  private static final long PAUSE_MILLIS = 20;

  private ClusterView() {}

  /** Sends one command to a node and returns its reply. */
  static Object ask(RedisServerFixture node, Object... words) {
    try (RespClient client = node.client()) {
      return client.call(words);
    }
  }

  /** Sends one command to a node and returns its reply as text. */
  static String text(RedisServerFixture node, Object... words) {
    return ask(node, words) instanceof byte[] bytes ? new String(bytes, UTF_8) : "";
  }

  static String id(RedisServerFixture node) {
    return text(node, "CLUSTER", "MYID");
  }

  /**
   * Makes masters of one cluster of nodes that know nobody, each with as many slots.
   *
   * @param others nodes without slots
   * @param ports by which the nodes call each other
   */
  static void join(
      List<RedisServerFixture> masters, List<RedisServerFixture> others, List<Integer> ports) {
    for (int i = 0; i < masters.size(); i++) {
      // Different epochs from the start, or the nodes would have to settle that among themselves.
      ask(masters.get(i), "CLUSTER", "SET-CONFIG-EPOCH", i + 1);
      List<Object> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
      IntStream.range(firstSlot(i, masters.size()), firstSlot(i + 1, masters.size()))
          .forEach(slots::add);
      ask(masters.get(i), slots.toArray());
    }
    List<RedisServerFixture> all = new ArrayList<>(masters);
    all.addAll(others);
    for (RedisServerFixture node : all) {
      ports.forEach(port -> ask(node, "CLUSTER", "MEET", RedisServerFixture.HOST, port));
    }
    await("all nodes know each other", () -> all.stream().allMatch(node -> knows(node, all)));
    await("all nodes agree", () -> agree(all));
  }

  static int firstSlot(int master, int masters) {
    return RedisCluster.SLOTS * master / masters;
  }

  private static boolean knows(RedisServerFixture node, List<RedisServerFixture> all) {
    String nodes = text(node, "CLUSTER", "NODES");
    return nodes.lines().count() == all.size()
        && !nodes.contains("handshake")
        && nodes.lines().allMatch(line -> line.contains("connected"));
  }

  /**
   * Returns whether these nodes say that all is well, and the same of who holds what since when.
   */
  static boolean agree(List<RedisServerFixture> nodes) {
    return nodes.stream()
            .allMatch(node -> text(node, "CLUSTER", "INFO").contains("cluster_state:ok"))
        && nodes.stream().map(ClusterView::holders).distinct().count() == 1;
  }

  /** Returns id, config epoch and slots of each node that has slots. */
  private static String holders(RedisServerFixture node) {
    return text(node, "CLUSTER", "NODES")
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(words -> words.length > 8)
        .map(words -> words[0] + " " + words[6] + " " + slots(words))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String slots(String[] words) {
    return IntStream.range(8, words.length)
        .mapToObj(i -> words[i])
        .filter(range -> !range.startsWith("["))
        .collect(Collectors.joining(" "));
  }

  /** Returns a number that {@code INFO replication} tells, or -1. */
  static long replicationNumber(RedisServerFixture node, String field) {
    return text(node, "INFO", "replication")
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Not in time: " + what);
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted before " + what, e);
      }
    }
  }
}
