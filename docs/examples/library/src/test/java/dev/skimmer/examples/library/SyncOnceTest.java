package dev.skimmer.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncOnceTest {
  @TempDir private Path folder;

  @Test
  void copiesAServerAndTheSecondTimeWhatIsNew() {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient client = server.client()) {
      client.call("SET", "greeting", "hello");
      String[] arguments = {
        RedisServerFixture.HOST, "" + server.port(), folder.resolve("shop.duckdb").toString()
      };
      assertThat(outputOf(arguments)).isEqualTo("IN_SYNC: 1 new rows");
      client.call("SET", "farewell", "bye");
      assertThat(outputOf(arguments)).isEqualTo("IN_SYNC: 1 new rows");
      assertThat(outputOf(arguments)).isEqualTo("IN_SYNC: 0 new rows");
    }
  }

  private static String outputOf(String... arguments) {
    try (Printed printed = new Printed()) {
      SyncOnce.main(arguments);
      return printed.text().strip();
    }
  }
}
