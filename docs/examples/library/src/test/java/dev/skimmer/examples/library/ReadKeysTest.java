package dev.skimmer.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
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
    try (Printed printed = new Printed()) {
      ReadKeys.main(arguments);
      return printed.text();
    }
  }
}
