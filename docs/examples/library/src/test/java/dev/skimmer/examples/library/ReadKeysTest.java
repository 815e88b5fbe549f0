package dev.skimmer.examples.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ReadKeysTest {
  @Test
  void printsTheKeysOfAServer() {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient client = server.client()) {
      client.call("SET", "greeting", "hello");
      client.call("HSET", "user:1", "name", "Ada");
      assertThat(outputOf(RedisServerFixture.HOST, "" + server.port()).lines())
          .containsExactlyInAnyOrder("greeting = hello", "user:1 = {\"name\":\"Ada\"}");
    }
  }

  private static String outputOf(String... arguments) {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(bytes, true, UTF_8));
      ReadKeys.main(arguments);
      return bytes.toString(UTF_8);
    } finally {
      System.setOut(out);
    }
  }
}
