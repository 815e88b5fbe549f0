package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.SnowflakeEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real server to an emulated Snowflake, through the command line. */
class SnowflakeSyncIT {
  @TempDir private Path folder;

  @BeforeEach
  void writeSecret() throws IOException {
    Files.writeString(folder.resolve("secret"), "not a secret");
  }

  @Test
  void keepsATableInSnowflakeEqualToTheServer() throws SQLException {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient redis = server.client()) {
      for (int i = 0; i < 100; i++) {
        redis.reply("SET", "key:" + i, "value " + i);
      }
      String config = config(server.port());
      CliRun first = CliRun.of("sync", config, "--output", "json");
      assertThat(first.json(0).get("inserted").asLong()).isEqualTo(100);
      assertThat(first.err()).isEmpty();
      redis.reply("SET", "key:1", "it's \"new\"\n\\N");
      redis.reply("DEL", "key:2");
      redis.reply("RPUSH", "list", "a", "b");
      JsonNode second = CliRun.of("sync", config, "--output", "json").json(0);
      assertThat(second.get("inserted").asLong()).isEqualTo(1);
      assertThat(second.get("updated").asLong()).isEqualTo(1);
      assertThat(second.get("deleted").asLong()).isEqualTo(1);
      assertThat(texts("SELECT COUNT(*) FROM DRAGONFLY_DATA")).containsExactly("100");
      assertThat(
              texts("SELECT VALUE FROM DRAGONFLY_DATA WHERE KEY IN ('key:1', 'list') ORDER BY KEY"))
          .containsExactly("it's \"new\"\n\\N", "[\"a\",\"b\"]");
      assertThat(CliRun.of("check", config).exitCode()).isZero();
    }
  }

  private String config(int port) {
    return CliRun.config(
            folder,
            Map.of(
                "host",
                RedisServerFixture.HOST,
                "port",
                port,
                "destination",
                Map.of(
                    "type", "snowflake",
                    "url", "http://127.0.0.1:" + SnowflakeEmulator.port(),
                    "user", "tester",
                    "password", "${file:%s}".formatted(folder.resolve("secret")),
                    "database", "SKIMMER",
                    "schema", "SYNCED")))
        .toString();
  }

  private static List<String> texts(String sql) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "user", "tester",
            "password", "not a secret",
            "db", "SKIMMER",
            "schema", "SYNCED",
            "ssl", "off",
            "JDBC_QUERY_RESULT_FORMAT", "JSON",
            "disablePlatformDetection", "true"));
    List<String> texts = new ArrayList<>();
    String url = "jdbc:snowflake://127.0.0.1:" + SnowflakeEmulator.port();
    try (Connection connection = DriverManager.getConnection(url, properties);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        texts.add(result.getString(1));
      }
    }
    return texts;
  }
}
