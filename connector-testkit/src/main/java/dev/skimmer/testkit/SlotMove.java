package dev.skimmer.testkit;

import static dev.skimmer.testkit.ClusterView.ask;

import java.util.ArrayList;
import java.util.List;

/**
 * The move of one slot from one master of a {@link RedisCluster} to another, in the steps in which
 * an administrator's tool takes it. Between them a test may do what it likes, and may leave it half
 * done.
 *
 * <p>Not safe for concurrent use.
 */
public final class SlotMove {
  private static final int MOVED_AT_ONCE = 100;
  private static final int MIGRATE_MILLIS = 10_000;

  private final int slot;
  private final RedisServerFixture from;
  private final RedisServerFixture to;
  private final Runnable awaitAgreement;

  SlotMove(int slot, RedisServerFixture from, RedisServerFixture to, Runnable awaitAgreement) {
    this.slot = slot;
    this.from = from;
    this.to = to;
    this.awaitAgreement = awaitAgreement;
  }

  /**
   * Begins: from now on one master is giving the slot away and the other is taking it, but no key
   * has moved. It stays so until {@link #end} or {@link #cancel}.
   */
  public void begin() {
    ask(to, "CLUSTER", "SETSLOT", slot, "IMPORTING", ClusterView.id(from));
    ask(from, "CLUSTER", "SETSLOT", slot, "MIGRATING", ClusterView.id(to));
  }

  /**
   * Moves keys, once it has begun.
   *
   * @param most how many at most
   * @return how many were moved
   */
  public int keys(int most) {
    int moved = 0;
    try (RespClient client = from.client()) {
      while (moved < most) {
        int wanted = Math.min(MOVED_AT_ONCE, most - moved);
        List<?> keys = (List<?>) client.call("CLUSTER", "GETKEYSINSLOT", slot, wanted);
        if (keys.isEmpty()) {
          return moved;
        }
        List<Object> command = new ArrayList<>(List.of("MIGRATE", RedisServerFixture.HOST));
        command.addAll(List.of(to.port(), "", 0, MIGRATE_MILLIS, "KEYS"));
        command.addAll(keys);
        client.call(command.toArray());
        moved += keys.size();
      }
    }
    return moved;
  }

  /** Moves the keys that have not moved, hands the slot over, and waits until all nodes know. */
  public void end() {
    keys(Integer.MAX_VALUE);
    String holder = ClusterView.id(to);
    ask(to, "CLUSTER", "SETSLOT", slot, "NODE", holder);
    ask(from, "CLUSTER", "SETSLOT", slot, "NODE", holder);
    awaitAgreement.run();
  }

  /** Ends a move by which no key has moved: the slot stays where it was. */
  public void cancel() {
    ask(to, "CLUSTER", "SETSLOT", slot, "STABLE");
    ask(from, "CLUSTER", "SETSLOT", slot, "STABLE");
  }

  /** Does all of it. */
  public void wholly() {
    begin();
    end();
  }
}
