package dev.skimmer.cli;

import dev.skimmer.keyspace.SyncedDatabase;
import dev.skimmer.testkit.standin.DragonflyStandIn;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main promise for keys of every type, where the server has the modules. */
@Tag("promise-12")
@Tag("promise-23")
@Tag("promise-24")
@Tag("promise-25")
@Tag("promise-13")
@Tag("server-redis_7_4")
@Tag("server-stand_in_4")
class EveryTypeEqualsTableIT {
  private static final long SEED = Long.getLong("skimmer.seed", 20_261_124L);
  private static final int ROUNDS = Integer.getInteger("skimmer.type.rounds", 5);
  private static final int ROUNDS_OF_SHARDS = 2;
  private static final int OPERATIONS = Integer.getInteger("skimmer.operations", 500);
  private static final int CLASSIC_KEYS = 2_000;

  @TempDir private Path folder;

  @Test
  void tablesEqualTheKeyspaceAndKeepHistoryThroughRoundsOfRandomOperations() {
    types(false).run(SEED, ROUNDS);
  }

  @Test
  void tablesThatMirrorTheServerEqualItThroughRoundsOfRandomOperations() {
    types(true).run(SEED + 1, (ROUNDS + 2) / 3);
  }

  @Test
  void tablesEqualTheKeyspaceOfShardsThroughRoundsOfRandomOperations() {
    try (DragonflyStandIn server = DragonflyStandIn.start(4)) {
      types(false).run(server.port(), SEED + 2, ROUNDS_OF_SHARDS);
    }
  }

  private EveryTypeRun types(boolean mirror) {
    Path file = folder.resolve("types.duckdb");
    return new EveryTypeRun(
        folder, "duckdb:" + file, SyncedDatabase.duckDb(file), CLASSIC_KEYS, OPERATIONS, mirror);
  }
}
