package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.Oracle;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of any bytes and any length get their rows, change them and lose them. */
class KeyLengthIT {
  private static final long SEED = Long.getLong("skimmer.seed", 20_261_124L);
  private static final List<Integer> LENGTHS = List.of(2, 1 << 10, 1 << 20);
  private static final long TOLERANCE_MILLIS = 4_000;

  @TempDir private Path folder;

  @Test
  @Tag("promise-15")
  void keysOfOneByteToOneMegabyteAreCopiedChangedAndRemoved() {
    System.out.println("seed " + SEED);
    Path database = folder.resolve("keys.duckdb");
    List<byte[]> keys = keys(new Random(SEED));
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient client = server.client();
        Oracle oracle = new Oracle(server.port())) {
      Path config =
          CliRun.config(
              folder,
              Map.of(
                  "host", "127.0.0.1", "port", server.port(), "destination", "duckdb:" + database));
      keys.forEach(key -> client.call("SET", key, "v"));
      assertThat(sync(config).get("inserted").asLong()).isEqualTo(keys.size());
      Tables.assertEqual(database, "dragonfly_data", oracle.read(), TOLERANCE_MILLIS);
      assertThat(sync(config).get("unchanged").asLong()).isEqualTo(keys.size());
      keys.forEach(key -> client.call("APPEND", key, "w"));
      assertThat(sync(config).get("updated").asLong()).isEqualTo(keys.size());
      Tables.assertEqual(database, "dragonfly_data", oracle.read(), TOLERANCE_MILLIS);
      keys.subList(0, keys.size() - 1).forEach(key -> client.call("DEL", key));
      assertThat(sync(config).get("deleted").asLong()).isEqualTo(keys.size() - 1);
      Tables.assertEqual(database, "dragonfly_data", oracle.read(), TOLERANCE_MILLIS);
    }
  }

  /** Every single byte, and of each length one key of any bytes, one of text and one of escapes. */
  private static List<byte[]> keys(Random random) {
    List<byte[]> keys = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      keys.add(new byte[] {(byte) value});
    }
    for (int length : LENGTHS) {
      byte[] any = new byte[length];
      byte[] text = new byte[length];
      byte[] backslashes = new byte[length];
      random.nextBytes(any);
      for (int i = 0; i < length; i++) {
        text[i] = (byte) ('a' + random.nextInt(26));
        backslashes[i] = (byte) (random.nextInt(3) == 0 ? 'x' : '\\');
      }
      keys.addAll(List.of(any, text, backslashes));
    }
    return keys;
  }

  private static JsonNode sync(Path config) {
    return CliRun.of("sync", config.toString(), "--output", "json").json(0);
  }
}
