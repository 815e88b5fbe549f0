package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.AllTypesKeyspace;
import dev.skimmer.keyspace.ExpectedTables;
import dev.skimmer.keyspace.Oracle;
import dev.skimmer.keyspace.OtherTables;
import dev.skimmer.keyspace.SyncedDatabase;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Rounds of random operations on keys of every type, each followed by a sync and a comparison.
 *
 * @param folder for the configuration
 * @param destination as a configuration names it
 * @param database where that is
 * @param classicKeys how many keys of the old types there are
 * @param mirror whether what the server drops leaves the tables
 */
record EveryTypeRun(
    Path folder,
    Object destination,
    SyncedDatabase database,
    int classicKeys,
    int operations,
    boolean mirror) {
  private static final String TABLE = "dragonfly_data";
  private static final int MAX_VALUE_BYTES = 50_000;

  /** This server tells the moment of an expiry. */
  private static final long TOLERANCE_MILLIS = 0;

  void run(long seed, int rounds) {
    try (RedisServerFixture server = RedisServerFixture.startWithModules()) {
      run(server.port(), seed, rounds);
    }
  }

  /** Runs it on a server that has modules and no keys. */
  void run(int port, long seed, int rounds) {
    System.out.println("seed " + seed);
    try (AllTypesKeyspace keyspace =
            new AllTypesKeyspace(port, seed, classicKeys, MAX_VALUE_BYTES);
        Oracle oracle = new Oracle(port, MAX_VALUE_BYTES, mirror)) {
      Path config = CliRun.config(folder, configuration(port));
      syncAndCompare(config, oracle);
      for (int round = 1; round <= rounds; round++) {
        keyspace.mutate(operations);
        aVerificationBlamesNobody(config);
        JsonNode result = syncAndCompare(config, oracle);
        assertThat(result.get("updated").asLong()).isPositive();
        if (round % 5 == 0 || round == rounds) {
          anotherSyncTouchesNothing(config);
        }
      }
    }
  }

  private Map<String, Object> configuration(int port) {
    return Map.of(
        "host",
        "127.0.0.1",
        "port",
        port,
        "max_value_bytes",
        MAX_VALUE_BYTES,
        "timeseries_mirror",
        mirror,
        "stream_mirror",
        mirror,
        "destination",
        destination);
  }

  private JsonNode syncAndCompare(Path config, Oracle oracle) {
    CliRun sync = CliRun.of("sync", config.toString(), "--output", "json");
    ExpectedTables expected = oracle.readTables();
    JsonNode result = sync.json(expected.errors().isEmpty() ? 0 : 6);
    Tables.assertEqual(database, TABLE, expected.rows(), TOLERANCE_MILLIS);
    OtherTables.assertEqual(database, TABLE, expected);
    aVerificationFindsNothing(config, expected.errors().size());
    return result;
  }

  /** Rows that are merely old are told from rows that somebody has altered. */
  private static void aVerificationBlamesNobody(Path config) {
    JsonNode found =
        CliRun.of("verify", config.toString(), "--output", "json", "--limit", "100000").json(6);
    List<String> kinds = new ArrayList<>();
    found
        .get("listed")
        .forEach(
            entry -> {
              if (entry.get("table").asText().equals(TABLE)) {
                kinds.add(entry.get("kind").asText());
              }
            });
    assertThat(kinds)
        .contains("missing_row", "extra_row", "changed_since")
        .isSubsetOf("missing_row", "extra_row", "changed_since", "expiry_differs");
  }

  private void aVerificationFindsNothing(Path config, int unreadable) {
    JsonNode found =
        CliRun.of("verify", config.toString(), "--output", "json").json(unreadable == 0 ? 0 : 6);
    assertThat(found.get("listed")).isEmpty();
    assertThat(found.get("outcome").asText()).isEqualTo("equal");
    assertThat(found.get("unreadable").asInt()).isEqualTo(unreadable);
    assertThat(found.get("compared").asLong()).isPositive();
    if (mirror) {
      assertThat(found.get("kept").asLong()).isZero();
    }
  }

  private static void anotherSyncTouchesNothing(Path config) {
    CliRun sync = CliRun.of("sync", config.toString(), "--output", "json");
    JsonNode result = sync.json(sync.exitCode());
    assertThat(result.get("inserted").asLong()).isZero();
    assertThat(result.get("updated").asLong()).isZero();
    assertThat(result.get("deleted").asLong()).isZero();
  }
}
