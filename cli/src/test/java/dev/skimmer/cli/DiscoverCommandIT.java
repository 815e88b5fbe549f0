package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.testkit.RedisExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A keyspace profiled from the command line. */
class DiscoverCommandIT {
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  @TempDir private Path folder;

  private CliRun discover(String... options) {
    Map<String, Object> values =
        Map.of(
            "host",
            "127.0.0.1",
            "port",
            REDIS.port(),
            "destination",
            "duckdb:" + folder.resolve("shop.duckdb"));
    return CliRun.of(folder, values, "discover", options);
  }

  private static void fillShop() {
    IntStream.range(0, 3_000).forEach(i -> REDIS.send("SET", "session:" + i, "v", "EX", 1_800));
    IntStream.range(0, 1_000).forEach(i -> REDIS.send("HSET", "user:" + i + ":profile", "f", i));
    REDIS.flushAll();
  }

  @Test
  void aFullLookCountsTypesFamiliesAndExpiries() {
    fillShop();
    JsonNode found = discover("--full", "--output", "json").json(0);
    JsonNode table = found.get("tables").get(0);
    assertThat(table.get("table").asText()).isEqualTo("dragonfly_data");
    assertThat(table.get("keys").asInt()).isEqualTo(4_000);
    assertThat(table.get("looked_at").asInt()).isEqualTo(4_000);
    JsonNode sessions = table.get("families").get(0);
    assertThat(sessions.get("name").asText()).isEqualTo("session:*");
    assertThat(sessions.get("keys").asInt()).isEqualTo(3_000);
    assertThat(sessions.get("expiring").asInt()).isEqualTo(3_000);
    assertThat(sessions.get("mean_size").asDouble()).isEqualTo(1);
    assertThat(sessions.get("mean_memory_bytes").asDouble()).isPositive();
    assertThat(table.get("families").get(1).get("name").asText()).isEqualTo("user:*:profile");
    assertThat(table.get("expires").get("hour").asInt()).isEqualTo(3_000);
    assertThat(table.get("expires").get("never").asInt()).isEqualTo(1_000);
    assertThat(table.get("types").get(1).get("name").asText()).isEqualTo("hash");
    assertThat(found.get("read_keys").asInt()).isEqualTo(4_000);
  }

  @Test
  void aSampleIsScaledUpToAllKeys() {
    fillShop();
    CliRun run = discover("--sample", "500");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("4,000 keys; looked at 500 of them and scaled up")
        .contains("session:*")
        .contains("under an hour")
        .contains("A first sync writes about 4,000 rows");
  }

  @Test
  void aSampleOfAPatternIsNotScaledUpToKeysThatItLeavesOut() {
    fillShop();
    CliRun run = discover("--sample", "100", "--set", "key_pattern=user:*");
    assertThat(run.out())
        .contains("at least 100 keys; looked at these")
        .contains("A first sync writes at least 100 rows");
    JsonNode table =
        discover("--full", "--output", "json", "--set", "key_pattern=user:*")
            .json(0)
            .get("tables")
            .get(0);
    assertThat(table.get("keys").asInt()).isEqualTo(1_000);
    assertThat(table.get("complete").asBoolean()).isTrue();
  }

  @Test
  void nothingIsWritten() {
    fillShop();
    discover("--full");
    assertThat(folder.resolve("shop.duckdb")).doesNotExist();
    assertThat(REDIS.call("DBSIZE")).isEqualTo(4_000L);
    assertThat(Files.exists(folder.resolve("dragonfly.duckdb"))).isFalse();
  }

  @Test
  void anEmptyServerIsNoFailure() {
    CliRun run = discover();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("0 keys").contains("There is nothing to read.");
  }

  @Test
  @Tag("promise-36")
  void aKeyThatSteersATerminalIsHarmless() {
    REDIS.call("SET", "evil\u001b[31m:1\n", "v");
    CliRun run = discover();
    assertThat(run.out()).doesNotContain("\u001b").contains("evil?[31m:1?");
  }

  @Test
  void moreFamiliesThanAskedForAreSummedUp() {
    fillShop();
    assertThat(discover("--families", "-1").out()).contains("2 more (--families)");
    assertThat(discover("--families", "1").out())
        .contains("session:*")
        .doesNotContain("user:*:profile  ")
        .contains("1 more (--families)");
  }

  @Test
  void bothKindsOfSyncAreEstimatedAndWhatIsNotIsSaid() {
    fillShop();
    assertThat(discover("--sample", "500").out())
        .contains("Measured: the first 4,000 keys")
        .contains("A sync without changes writes no row, and reads ")
        .contains("the destination was not opened");
    JsonNode found = discover("--output", "json").json(0);
    JsonNode first = found.get("estimate").get("first_sync");
    JsonNode next = found.get("estimate").get("sync_without_changes");
    assertThat(first.get("rows_written").asInt()).isEqualTo(4_000);
    assertThat(next.get("rows_written").asInt()).isZero();
    assertThat(first.get("bytes_read").asLong()).isEqualTo(found.get("read_bytes").asLong());
    assertThat(next.get("bytes_read")).isEqualTo(first.get("bytes_read"));
    assertThat(first.get("read_ms").asLong()).isPositive();
  }

  @Test
  void theSuggestedConfigurationIsWhatIsConfiguredWithTheAdviceAndWithoutSecrets() {
    REDIS.call("XADD", "log", "*", "f", "v");
    REDIS.call("ACL", "SETUSER", "reader", "on", ">hunter2", "~*", "+@all");
    String[] secrets = {
      "--set",
      "username=reader",
      "--set",
      "password=hunter2",
      "--set",
      "destination.type=duckdb",
      "--set",
      "destination.path=shop.duckdb"
    };
    try {
      CliRun run = discover(secrets);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out() + run.err()).doesNotContain("hunter2");
      assertThat(run.out())
          .contains("\"stream_mirror\" : true", "\"password\" : \"${env:SKIMMER_PASSWORD}\"");
      List<String> options = new ArrayList<>(List.of(secrets));
      options.addAll(List.of("--output", "json"));
      JsonNode suggested =
          discover(options.toArray(String[]::new)).json(0).get("suggested_configuration");
      assertThat(suggested.get("destination"))
          .hasToString("{\"type\":\"duckdb\",\"path\":\"shop.duckdb\"}");
      assertThat(suggested.get("port").asInt()).isEqualTo(REDIS.port());
      assertThat(suggested.get("stream_mirror").isBoolean()).isTrue();
      assertThat(suggested.get("password").asText()).isEqualTo("${env:SKIMMER_PASSWORD}");
    } finally {
      REDIS.call("ACL", "DELUSER", "reader");
    }
  }

  @Test
  void aPasswordInAnAddressIsReplacedWithIt() {
    REDIS.call("ACL", "SETUSER", "reader", "on", ">hunter2", "~*", "+@all");
    Map<String, String> values = Map.of("uri", "redis://reader:hunter2@127.0.0.1:" + REDIS.port());
    try {
      CliRun run = CliRun.of(folder, values, "discover", "--output", "json");
      assertThat(run.json(0).get("suggested_configuration"))
          .hasToString("{\"uri\":\"${env:SKIMMER_URI}\"}");
    } finally {
      REDIS.call("ACL", "DELUSER", "reader");
    }
  }

  @Test
  void aConfigurationThatDoesNotFitIsToldWhatToSet() {
    REDIS.call("SETRANGE", "large", 20_000_000, "x");
    REDIS.call("XADD", "log", "*", "f", "v");
    assertThat(discover().out())
        .contains("Suggested: \"max_value_bytes\": 33554432")
        .contains("Suggested: \"stream_mirror\": true");
    JsonNode suggested = discover("--output", "json").json(0).get("tables").get(0).get("suggested");
    assertThat(suggested.get(0).get("key").asText()).isEqualTo("max_value_bytes");
  }
}
