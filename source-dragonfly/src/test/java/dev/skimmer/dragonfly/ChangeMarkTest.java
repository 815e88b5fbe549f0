package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RespClient;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a server's own counters tell that something changed. */
class ChangeMarkTest {
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  private Source.Session session;

  @BeforeEach
  void open() {
    REDIS.call("SET", "k", "v");
    REDIS.call("HSET", "h", "f", "v");
    session = new DragonflySource().open(TestConfigs.port(REDIS.port()).build(), Context.system());
  }

  @AfterEach
  void close() {
    session.close();
    REDIS.call("ACL", "DELUSER", "sync");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SET k v", "HSET h f w", "DEL k", "EXPIRE k 100", "SELECT 3;SET k v", "FLUSHALL"})
  void everyWriteChangesIt(String commands) {
    Optional<String> before = session.changeMark();
    assertThat(before).isPresent();
    for (String command : commands.split(";", -1)) {
      REDIS.call((Object[]) command.split(" ", -1));
    }
    assertThat(session.changeMark()).isPresent().isNotEqualTo(before);
  }

  @Test
  void readingDoesNotChangeIt() {
    Optional<String> before = session.changeMark();
    Passes.pass(session, new FakeKnownRows(TestConfigs.TABLE));
    assertThat(session.changeMark()).isEqualTo(before);
  }

  @Test
  void aKeyThatExpiresChangesIt() {
    REDIS.call("SET", "short", "v", "PX", 500);
    Optional<String> before = session.changeMark();
    assertThat(before.orElseThrow()).contains("expires=1");
    try (RespClient client = REDIS.server().client()) {
      while (client.call("EXISTS", "short").equals(1L)) {
        Thread.onSpinWait();
      }
    }
    assertThat(session.changeMark()).isNotEqualTo(before);
  }

  @Test
  void aUserWhoMayNotAskGetsNone() {
    REDIS.call("ACL", "SETUSER", "sync", "reset", "on", ">secret", "~*", "+@all", "-info");
    try (Source.Session denied =
        new DragonflySource()
            .open(
                TestConfigs.port(REDIS.port()).user("sync", "secret").build(), Context.system())) {
      assertThat(denied.changeMark()).isEmpty();
    }
  }
}
