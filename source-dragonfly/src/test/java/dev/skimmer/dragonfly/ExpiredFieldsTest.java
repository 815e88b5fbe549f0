package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RedisExtension;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that have expired are not shown any more, but HLEN counts them until they are deleted. */
class ExpiredFieldsTest {
  private static final int EXPIRED = 100;

  @RegisterExtension
  private static final RedisExtension REDIS =
      RedisExtension.withModules("--enable-debug-command", "yes");

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeEach
  void clear() {
    REDIS.call("DEBUG", "SET-ACTIVE-EXPIRE", 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 5_000})
  void areLeftOutOfAHashOfAnySize(int fields) {
    fill(fields);
    for (int i = 0; i < EXPIRED; i++) {
      REDIS.send("HPEXPIRE", "h", 1, "FIELDS", 1, "f" + i);
    }
    REDIS.flushAll();
    awaitExpiryOf("f" + (EXPIRED - 1));
    assertThat((Long) REDIS.call("HLEN", "h")).isGreaterThan(fields - EXPIRED);
    sync();
    assertThat(known.errors()).isEmpty();
    assertThat(RowView.of(known, "h").size()).isEqualTo(fields - EXPIRED);
    assertThat(Passes.sync(TestConfigs.port(REDIS.port()).build(), known)).isEmpty();
  }

  @Test
  void leaveAHashOfManyFieldsAnErrorWhenNoneIsLeftButTheKeyStillExists() {
    fill(5_000);
    for (int i = 0; i < 5_000; i++) {
      REDIS.send("HPEXPIRE", "h", 1, "FIELDS", 1, "f" + i);
    }
    REDIS.flushAll();
    awaitExpiryOf("f4999");
    sync();
    assertThat(known.errors().get("h").value(2)).isEqualTo("KEY_UNSTABLE");
  }

  private static void fill(int fields) {
    for (int i = 0; i < fields; i++) {
      REDIS.send("HSET", "h", "f" + i, i);
    }
    REDIS.flushAll();
  }

  private static void awaitExpiryOf(String field) {
    while (REDIS.call("HGET", "h", field) != null) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void sync() {
    Passes.sync(TestConfigs.port(REDIS.port()).build(), known);
  }
}
