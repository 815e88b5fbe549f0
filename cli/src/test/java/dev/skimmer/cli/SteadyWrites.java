package dev.skimmer.cli;

import dev.skimmer.keyspace.RandomKeyspace;
import dev.skimmer.testkit.RespClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thousand writes a second: values of all classic types, changes of expiries, renames and
 * deletions at random, and keys that expire within three seconds.
 */
final class SteadyWrites {
  static final int A_SECOND = 1000;
  private static final int BATCH = 50;
  private static final int SHORT_LIVED = 5;
  private static final int LONGEST_LIFE_MILLIS = 3_000;

  private final RandomKeyspace keyspace;
  private final RespClient client;
  private final List<Long> acknowledged = new ArrayList<>();
  private long number;

  SteadyWrites(RandomKeyspace keyspace, RespClient client) {
    this.keyspace = keyspace;
    this.client = client;
  }

  /**
   * Writes for so long, at that pace where the server keeps up with it, and returns when each batch
   * of {@link #BATCH} writes was acknowledged, in milliseconds since 1970.
   */
  List<Long> run(int seconds) {
    long begun = System.nanoTime();
    long interval = TimeUnit.SECONDS.toNanos(BATCH) / A_SECOND;
    long batches = (long) seconds * A_SECOND / BATCH;
    for (long batch = 0; batch < batches; batch++) {
      for (long early = begun + batch * interval - System.nanoTime();
          early > 0;
          early = begun + batch * interval - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      keyspace.mutate(BATCH - SHORT_LIVED);
      writeShortLived();
      acknowledged.add(System.currentTimeMillis());
    }
    return List.copyOf(acknowledged);
  }

  /** Waits until every key has expired that lives for no longer than a moment. */
  static void awaitExpiries() throws InterruptedException {
    Thread.sleep(LONGEST_LIFE_MILLIS + 500);
  }

  private void writeShortLived() {
    for (int i = 0; i < SHORT_LIVED; i++) {
      number++;
      long life = 1 + number * 37 % LONGEST_LIFE_MILLIS;
      client.call("SET", "short:" + number % 5_000, "value " + number, "PX", life);
    }
  }
}
