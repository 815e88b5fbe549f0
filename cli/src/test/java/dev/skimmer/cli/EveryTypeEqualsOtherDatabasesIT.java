package dev.skimmer.cli;

import dev.skimmer.keyspace.SyncedDatabase;
import dev.skimmer.testkit.SnowflakeEmulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main promise for keys of every type, in PostgreSQL and in an emulated Snowflake. */
@Tag("promise-13")
@Tag("promise-12")
class EveryTypeEqualsOtherDatabasesIT {
  private static final long SEED = Long.getLong("skimmer.seed", 20_261_125L);
  private static final int ROUNDS = Integer.getInteger("skimmer.database.rounds", 1);
  private static final int OPERATIONS = Integer.getInteger("skimmer.operations", 500);
  private static final int CLASSIC_KEYS = 500;
  private static final String SCHEMA = "EVERY_TYPE";

  @TempDir private Path folder;

  @Test
  void tablesInPostgresEqualTheKeyspaceAndKeepHistory() throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
      Map<String, String> user = Map.of("user", "postgres", "password", "postgres");
      new EveryTypeRun(
              folder,
              Map.of("type", "jdbc", "url", url, "username", "postgres", "password", "postgres"),
              SyncedDatabase.postgres(url, user),
              CLASSIC_KEYS,
              OPERATIONS,
              false)
          .run(SEED, ROUNDS);
    }
  }

  @Test
  void tablesInSnowflakeMirrorTheKeyspace() {
    new EveryTypeRun(
            folder,
            Map.of(
                "type", "snowflake",
                "url", "http://127.0.0.1:" + SnowflakeEmulator.port(),
                "user", "tester",
                "password", "not a secret",
                "database", "SKIMMER",
                "schema", SCHEMA),
            SyncedDatabase.snowflake(
                "jdbc:snowflake://127.0.0.1:" + SnowflakeEmulator.port(),
                Map.of(
                    "user", "tester",
                    "password", "not a secret",
                    "db", "SKIMMER",
                    "schema", SCHEMA,
                    "ssl", "off",
                    "JDBC_QUERY_RESULT_FORMAT", "JSON",
                    "disablePlatformDetection", "true")),
            CLASSIC_KEYS,
            OPERATIONS,
            true)
        .run(SEED + 1, ROUNDS);
  }
}
