package dev.skimmer.testkit;

import dev.skimmer.engine.Outcome;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.SyncOptions;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.spi.Destination;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Syncs one generation of a keyspace, which follows from its number alone: from one to the next,
 * keys are added, changed and removed.
 */
final class OneSync {
  private static final int KEYS = 40;
  private static final int STEP = 8;
  private static final SyncOptions OPTIONS = new SyncOptions(10, 100);

  private OneSync() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    int generation = Integer.parseInt(arguments[0]);
    String[] session = Arrays.copyOfRange(arguments, 1, arguments.length);
    try (Destination.Session destination = ChildSession.open(session)) {
      System.out.println(run(destination, generation).outcome());
    }
  }

  static SyncResult run(Destination.Session destination, int generation) {
    MemoryKeyspace source = keyspace(generation);
    SyncResult result =
        Pipeline.from(context -> source).to(context -> destination).options(OPTIONS).sync().run();
    if (result.outcome() != Outcome.IN_SYNC) {
      throw new IllegalStateException("The sync ended as " + result);
    }
    return result;
  }

  static MemoryKeyspace keyspace(int generation) {
    Map<String, String> keys = new HashMap<>();
    for (int i = generation * STEP; i < generation * STEP + KEYS; i++) {
      keys.put("key " + i, i % 2 == 0 ? "value" : "value of generation " + generation);
    }
    return new MemoryKeyspace(keys);
  }
}
