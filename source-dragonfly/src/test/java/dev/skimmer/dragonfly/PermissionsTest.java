package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RedisServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who may not do everything, and passwords that are wrong. */
class PermissionsTest {
  private static final String SECRET = "canary-7c1f";

  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @AfterEach
  void disconnect() {
    REDIS.call("ACL", "DELUSER", "sync");
  }

  private DragonflyConfig user(Object... rules) {
    Object[] command = new Object[4 + rules.length];
    System.arraycopy(new Object[] {"ACL", "SETUSER", "sync", "reset"}, 0, command, 0, 4);
    System.arraycopy(rules, 0, command, 4, rules.length);
    REDIS.call(command);
    REDIS.call("ACL", "SETUSER", "sync", "on", ">" + SECRET);
    return TestConfigs.port(REDIS.port()).user("sync", SECRET).build();
  }

  private static ConnectorException failure(Runnable action) {
    ConnectorException failure = catchThrowableOfType(ConnectorException.class, action::run);
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).doesNotContain(SECRET);
    return failure;
  }

  @Test
  @Tag("promise-5")
  void aWrongPasswordIsRefusedWithoutASecretInTheMessage() {
    user("~*", "+@all");
    DragonflyConfig wrong = TestConfigs.port(REDIS.port()).user("sync", "wrong-9d").build();
    REDIS.call("ACL", "LOG", "RESET");
    ConnectorException failure = failure(() -> Passes.sync(wrong, known));
    assertThat(failure.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    assertThat(failure.code().exitCode()).isEqualTo(4);
    assertThat(refusals()).as("of the only attempt").isEqualTo(1L);
    assertThat(failure.getMessage()).doesNotContain("wrong-9d").contains("Check username");
  }

  /** Returns how often the server refused a password, which it counts as one entry of its log. */
  private Object refusals() {
    List<?> entries = (List<?>) REDIS.call("ACL", "LOG");
    assertThat(entries).hasSize(1);
    return ((List<?>) entries.get(0)).get(1);
  }

  @Test
  void aMissingPasswordIsRefused() {
    try (RedisServerFixture locked = RedisServerFixture.start("--requirepass", SECRET)) {
      DragonflyConfig config = TestConfigs.port(locked.port()).build();
      ConnectorException failure = failure(() -> Passes.sync(config, known));
      assertThat(failure.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    }
  }

  @Test
  void aPasswordThatNobodyAskedForIsRefused() {
    DragonflyConfig config = TestConfigs.port(REDIS.port()).password(SECRET).build();
    ConnectorException failure = failure(() -> Passes.sync(config, known));
    assertThat(failure.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
  }

  @Test
  @Tag("promise-6")
  void aCommandThatIsDeniedStopsWithTheRuleToAdd() {
    REDIS.call("HSET", "h", "f", "v");
    DragonflyConfig config = user("~*", "+@all", "-hscan");
    ConnectorException failure = failure(() -> Passes.sync(config, known));
    assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(failure.getMessage()).contains("HSCAN").contains("+hscan");
    assertThat(known.rows()).isEmpty();
  }

  @Test
  @Tag("promise-6")
  void theCommandForExpiriesIsNamedWhereItIsDeniedAndNothingExpires() {
    REDIS.call("SET", "k", "v");
    DragonflyConfig config = user("~*", "+@all", "-pttl");
    ConnectorException failure = failure(() -> Passes.sync(config, known));
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(failure.getMessage()).contains("+pttl");
  }

  @Test
  @Tag("promise-7")
  void manyKeysAreDeniedAmongOthersWhereNothingExpires() {
    for (int i = 0; i < 100; i++) {
      REDIS.call("SET", "open:" + i, "v");
      REDIS.call("SET", "closed:" + i, "v");
      REDIS.call("SET", "closed too:" + i, "v");
    }
    Passes.sync(user("~open:*", "+@all"), known);
    assertThat(known.rows()).hasSize(100);
    assertThat(known.errors()).hasSize(200);
  }

  @Test
  @Tag("promise-7")
  void aKeyThatIsDeniedBecomesAnEntryOfTheErrorsTable() {
    REDIS.call("SET", "open", "v");
    REDIS.call("SET", "closed", "v");
    Passes.sync(user("~open", "+@all"), known);
    assertThat(known.rows()).containsOnlyKeys("open");
    assertThat(known.errors()).containsOnlyKeys("closed");
    assertThat(known.errors().get("closed").value(2)).isEqualTo("KEY_DENIED");
    assertThat(known.errors().get("closed").value(6)).isNull();
  }

  @Test
  @Tag("promise-7")
  void aKeyThatIsDeniedLaterKeepsItsRow() {
    REDIS.call("SET", "k", "v");
    Passes.sync(user("~*", "+@all"), known);
    Passes.sync(user("~other", "+@all"), known);
    assertThat(known.rows()).containsOnlyKeys("k");
    assertThat(known.errors()).containsOnlyKeys("k");
    Passes.sync(user("~*", "+@all"), known);
    assertThat(known.errors()).isEmpty();
  }

  @Test
  void theLeastRightsThatTheDocumentationNamesSuffice() {
    REDIS.call("SET", "s", "v");
    REDIS.call("HSET", "h", "f", "v");
    REDIS.call("XADD", "x", "*", "f", "v");
    DragonflyConfig config = user("~*", "-@all", "+@read", "+info", "+time", "+dbsize");
    Passes.sync(config, known);
    assertThat(known.rows()).hasSize(3);
  }

  @Test
  void withoutInfoTheEpochIsTheConnection() {
    DragonflyConfig config = user("~*", "+@all", "-info");
    try (Source.Session session = new DragonflySource().open(config, Context.system())) {
      assertThat(session.epoch().value()).startsWith("connection ");
      assertThat(session.epoch()).isEqualTo(session.epoch());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xinfo", "xrange"})
  void aStreamNamesTheCommandThatIsDenied(String command) {
    REDIS.call("XADD", "x", "*", "f", "v");
    DragonflyConfig config = user("~*", "+@all", "-" + command);
    assertThatThrownBy(() -> Passes.sync(config, known)).hasMessageContaining("+" + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zrange", "xinfo", "xrange"})
  void checkNamesTheFirstCommandThatIsDenied(String command) {
    DragonflyConfig config = user("~*", "+@all", "-" + command);
    try (Source.Session session = new DragonflySource().open(config, Context.system())) {
      assertThatThrownBy(session::check)
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("+" + command);
    }
  }

  @Test
  @Tag("promise-7")
  void checkSaysWhichKeysOfTheFirstPageAreDenied() {
    REDIS.call("SET", "open", "v");
    REDIS.call("SET", "closed", "v");
    DragonflyConfig config = user("~open", "+@all");
    try (Source.Session session = new DragonflySource().open(config, Context.system())) {
      List<Fact> facts = session.check();
      assertThat(facts)
          .contains(
              new Fact("sample", "1 of 2 keys of the first page are not readable by this user"));
    }
  }
}
