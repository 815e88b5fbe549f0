package dev.skimmer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A {@link ReplicaPair} that three real sentinels watch under the name {@value #NAME}. They are
 * patient, so that a machine that stalls brings no failover about: when the master is killed they
 * make the replica the master only where a test asks for it with {@link #awaitFailover}.
 *
 * <p>Not safe for concurrent use.
 */
public final class SentinelGroup implements AutoCloseable {
  /** What the sentinels call the master. */
  public static final String NAME = "shop";

  private static final int SENTINELS = 3;
  private static final String QUORUM = "2";
  private static final String PATIENT_MILLIS = "600000";

  /** A replica is not taken whose link to the master was lost ten times as long before. */
  private static final String DOWN_AFTER_MILLIS = "1000";

  private static final String FAILOVER_MILLIS = "3000";

  /** Sentinels that find that the machine stalled for two seconds do nothing for thirty. */
  private static final Duration LIMIT = Duration.ofSeconds(100);

  private static final long PAUSE_MILLIS = 20;

  private final ReplicaPair pair;
  private final List<RedisServerFixture> sentinels = new ArrayList<>();

  private SentinelGroup(ReplicaPair pair) {
    this.pair = pair;
  }

  /**
   * Starts all and waits until each sentinel knows the replica and the others.
   *
   * @param arguments of the sentinels, as on the command line of {@code redis-server}
   */
  public static SentinelGroup start(String... arguments) {
    SentinelGroup group = new SentinelGroup(ReplicaPair.start());
    try {
      for (int i = 0; i < SENTINELS; i++) {
        group.sentinels.add(RedisServerFixture.startSentinel(List.of(arguments)));
        group.monitor(i);
      }
      await("sentinels know each other", group::isComplete);
      return group;
    } catch (RuntimeException e) {
      group.close();
      throw e;
    }
  }

  private void monitor(int number) {
    try (RespClient client = sentinels.get(number).client()) {
      int port = pair.master().port();
      client.call("SENTINEL", "MONITOR", NAME, RedisServerFixture.HOST, port, QUORUM);
      client.call("SENTINEL", "SET", NAME, "down-after-milliseconds", PATIENT_MILLIS);
      client.call("SENTINEL", "SET", NAME, "failover-timeout", FAILOVER_MILLIS);
    }
  }

  private boolean isComplete() {
    return sentinels.stream()
        .allMatch(
            sentinel -> {
              try (RespClient client = sentinel.client()) {
                List<?> others = (List<?>) client.call("SENTINEL", "SENTINELS", NAME);
                List<?> replicas = (List<?>) client.call("SENTINEL", "REPLICAS", NAME);
                return others.size() == SENTINELS - 1 && replicas.size() == 1;
              }
            });
  }

  /** Returns {@code host:port} of all sentinels with commas between. */
  public String addresses() {
    return sentinels.stream()
        .map(sentinel -> RedisServerFixture.HOST + ":" + sentinel.port())
        .collect(Collectors.joining(","));
  }

  /** Returns a sentinel by its number, from 0. */
  public RedisServerFixture sentinel(int number) {
    return sentinels.get(number);
  }

  /** Returns the master that the group was started with, and the replica of it. */
  public ReplicaPair pair() {
    return pair;
  }

  /**
   * Kills the master, as a crash would, when the replica has all that was written before. It stays
   * the master by the word of the sentinels until {@link #awaitFailover}.
   */
  public void killMaster() {
    pair.awaitInStep();
    pair.master().kill();
  }

  /** Makes the replica the master, while both live, and waits until all sentinels name it. */
  public void handOver() {
    pair.awaitInStep();
    try (RespClient client = sentinels.get(0).client()) {
      client.call("SENTINEL", "FAILOVER", NAME);
    }
    awaitReplicaIsMaster();
  }

  /**
   * Lets the sentinels notice that the master was killed, not long ago, and waits until all that
   * live name the replica that the group was started with.
   */
  public void awaitFailover() {
    for (RedisServerFixture sentinel : live()) {
      try (RespClient client = sentinel.client()) {
        client.call("SENTINEL", "SET", NAME, "down-after-milliseconds", DOWN_AFTER_MILLIS);
      }
    }
    awaitReplicaIsMaster();
  }

  private void awaitReplicaIsMaster() {
    await(
        "the replica is the master",
        () -> live().stream().allMatch(each -> namedPort(each) == pair.replica().port()));
  }

  private List<RedisServerFixture> live() {
    return sentinels.stream().filter(RedisServerFixture::isAlive).toList();
  }

  private static int namedPort(RedisServerFixture sentinel) {
    try (RespClient client = sentinel.client()) {
      List<?> address = (List<?>) client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
      return Integer.parseInt(new String((byte[]) address.get(1), UTF_8));
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
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

  @Override
  public void close() {
    sentinels.forEach(RedisServerFixture::close);
    pair.close();
  }
}
