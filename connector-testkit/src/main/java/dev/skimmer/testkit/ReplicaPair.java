package dev.skimmer.testkit;

import java.time.Duration;

/**
 * Two real Redis servers on loopback, of which one copies the other. Each can be killed, restarted
 * (empty, on its port) and paused like any {@link RedisServerFixture}.
 *
 * <p>Not safe for concurrent use.
 */
public final class ReplicaPair implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final RedisServerFixture master;
  private final RedisServerFixture replica;

  private ReplicaPair(RedisServerFixture master, RedisServerFixture replica) {
    this.master = master;
    this.replica = replica;
  }

  /** Starts both and waits until the replica has copied the master, which is empty. */
  public static ReplicaPair start() {
    RedisServerFixture master = RedisServerFixture.start("--repl-diskless-sync-delay", "0");
    RedisServerFixture replica =
        RedisServerFixture.start(
            "--replicaof", RedisServerFixture.HOST, Integer.toString(master.port()));
    ReplicaPair pair = new ReplicaPair(master, replica);
    pair.awaitLink("up");
    return pair;
  }

  /** Returns the server that takes writes. */
  public RedisServerFixture master() {
    return master;
  }

  /** Returns the server that copies it. */
  public RedisServerFixture replica() {
    return replica;
  }

  /** Waits until the replica has all that was written to the master before. */
  public void awaitInStep() {
    try (RespClient client = master.client()) {
      client.call("SET", "replica-pair:mark", "x");
      if (!Long.valueOf(1).equals(client.call("WAIT", 1, LIMIT.toMillis()))) {
        throw new IllegalStateException("The replica does not get in step with its master");
      }
      client.call("DEL", "replica-pair:mark");
      client.call("WAIT", 1, LIMIT.toMillis());
    }
  }

  /**
   * Waits until the replica says this of its link to the master.
   *
   * @param status {@code up} or {@code down}
   */
  public void awaitLink(String status) {
    long end = System.nanoTime() + LIMIT.toNanos();
    try (RespClient client = replica.client()) {
      while (!client.text("INFO", "replication").contains("master_link_status:" + status)) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("The replica's link does not get " + status);
        }
        Thread.onSpinWait();
      }
    }
  }

  /** Cuts the replica off and makes it a master of its own, with what it has copied so far. */
  public void promoteReplica() {
    try (RespClient client = replica.client()) {
      client.call("REPLICAOF", "NO", "ONE");
    }
  }

  @Override
  public void close() {
    replica.close();
    master.close();
  }
}
