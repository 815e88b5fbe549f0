package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The expiries of hash fields, switched on and off, seen from outside. */
class FieldExpiryIT {
  private static final long FAR = 4_070_908_800_123L;

  @TempDir private Path folder;

  private long updated(RedisServerFixture server, Path database, boolean fieldExpiry) {
    Map<String, Object> values = new HashMap<>();
    values.put("host", RedisServerFixture.HOST);
    values.put("port", server.port());
    values.put("destination", "duckdb:" + database);
    values.put("hash_field_expiry", fieldExpiry);
    Path config = CliRun.config(folder, values);
    return CliRun.of("sync", config.toString(), "--output", "json").json(0).get("updated").asLong();
  }

  @Test
  void theColumnComesWithTheOptionAndStaysWithoutIt() {
    Path database = folder.resolve("shop.duckdb");
    String column = "SELECT field_expires_at FROM dragonfly_data WHERE key = 'h'";
    try (RedisServerFixture server = RedisServerFixture.startWithModules();
        RespClient redis = server.client()) {
      redis.call("HSET", "h", "a", 1, "b", 2);
      redis.call("HSET", "plain", "a", 1);
      redis.call("SET", "s", "v");
      redis.call("HPEXPIREAT", "h", FAR, "FIELDS", 1, "b");
      assertThat(updated(server, database, false)).isZero();
      assertThat(updated(server, database, true)).isEqualTo(1);
      assertThat(Tables.texts(database, column)).containsExactly("{\"b\":" + FAR + "}");
      assertThat(updated(server, database, true)).isZero();
      assertThat(updated(server, database, false)).isEqualTo(1);
      assertThat(Tables.texts(database, column)).containsExactly((String) null);
      redis.call("HSET", "h", "a", 3);
      assertThat(updated(server, database, false)).isEqualTo(1);
      assertThat(updated(server, database, true)).isEqualTo(1);
      assertThat(Tables.texts(database, column)).containsExactly("{\"b\":" + FAR + "}");
      assertThat(Tables.number(database, "SELECT count(*) FROM dragonfly_data")).isEqualTo(3);
    }
  }

  @Test
  void aHashWithFieldsThatExpireIsToldFromOneThatWasAltered() {
    Path database = folder.resolve("shop.duckdb");
    try (RedisServerFixture server = RedisServerFixture.startWithModules();
        RespClient redis = server.client()) {
      for (String key : List.of("same", "old", "altered")) {
        redis.call("HSET", key, "a", 1, "items", 2);
        redis.call("HPEXPIREAT", key, FAR, "FIELDS", 1, "items");
      }
      updated(server, database, true);
      Path config = folder.resolve("CONFIG.json");
      String[] verify = {"verify", config.toString(), "--output", "json"};
      assertThat(CliRun.of(verify).json(0).get("compared").asLong()).isEqualTo(3);
      redis.call("HSET", "old", "a", 3);
      redis.call("HSET", "altered", "a", 3);
      Tables.execute(
          database,
          "UPDATE dragonfly_data SET field_expires_at = '{\"items\":1}' WHERE key = 'altered'");
      assertThat(CliRun.of(verify).json(6).get("differences").toString())
          .isEqualTo("{\"changed_since\":1,\"value_differs\":1}");
    }
  }
}
