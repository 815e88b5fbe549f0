package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.SentinelGroup;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A master that sentinels name. */
@Timeout(300)
class SentinelTest {
  private static final String SECRET = "canary-sentinel-9";
  private static final String NOBODY = RedisServerFixture.HOST + ":1";

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
  private SentinelGroup group;

  @BeforeEach
  void start() {
    group = SentinelGroup.start();
    try (RespClient client = group.pair().master().client()) {
      client.call("SET", "k", "v");
    }
    group.pair().awaitInStep();
  }

  @AfterEach
  void stop() {
    group.close();
  }

  private static TestConfigs config(String addresses, String name) {
    return new TestConfigs(
        Map.of("uri", "redis-sentinel://" + addresses + "#" + name, "timeout_seconds", "5"));
  }

  private static Source.Session open(TestConfigs config) {
    return new DragonflySource().open(config.build(), Context.system());
  }

  private static ConnectorException failure(TestConfigs config) {
    return catchThrowableOfType(ConnectorException.class, () -> open(config).close());
  }

  private TestConfigs config() {
    return config(group.addresses(), SentinelGroup.NAME);
  }

  @Test
  void theMasterIsReadAndNamedByACheckAndStaysTheSameSourceThroughAFailover() {
    String identity;
    try (Source.Session session = open(config())) {
      Passes.pass(session, known);
      assertThat(known.rows()).containsOnlyKeys("k");
      identity = session.identity();
      assertThat(session.check().stream().filter(fact -> fact.name().equals("sentinel")))
          .extracting(Fact::value)
          .singleElement()
          .asString()
          .contains("master shop of sentinels ")
          .contains(" is at 127.0.0.1:" + group.pair().master().port() + ", says 127.0.0.1:");
    }
    group.killMaster();
    group.awaitFailover();
    try (Source.Session session = open(config())) {
      assertThat(session.identity()).isEqualTo(identity);
      assertThat(Passes.pass(session, known)).isEmpty();
    }
  }

  @Test
  @Tag("promise-22")
  void aFailoverInMidPassIsWaitedForAndIsAnotherEpoch() {
    try (Source.Session session = open(config())) {
      Epoch before = session.epoch();
      Passes.scan(session, Cursor.START, known);
      group.killMaster();
      ConnectorException meanwhile = catchThrowableOfType(ConnectorException.class, session::epoch);
      assertThat(meanwhile.code()).isEqualTo(ErrorCode.SOURCE_NOT_READY);
      assertThat(meanwhile)
          .hasMessageContaining("The master shop of sentinels ")
          .hasMessageContaining("which is at 127.0.0.1:" + group.pair().master().port())
          .hasMessageContaining("by the word of sentinel 127.0.0.1:");
      group.awaitFailover();
      assertThat(session.epoch()).isNotEqualTo(before);
      assertThat(Passes.pass(session, known)).isEmpty();
      assertThat(known.rows()).containsOnlyKeys("k");
    }
  }

  @Test
  @Tag("promise-22")
  @Tag("guard")
  void aMasterThatHandsOverButLivesOnIsAnotherEpoch() {
    try (Source.Session session = open(config())) {
      Epoch before = session.epoch();
      Passes.scan(session, Cursor.START, known);
      group.handOver();
      try (RespClient client = group.pair().replica().client()) {
        client.call("SET", "later", "v");
      }
      Epoch after = session.epoch();
      assertThat(after).isNotEqualTo(before);
      assertThat(after.value()).endsWith(" at=127.0.0.1:" + group.pair().replica().port());
      Passes.pass(session, known);
      assertThat(known.rows()).containsOnlyKeys("k", "later");
    }
  }

  @Test
  void asLongAsOneSentinelAnswersTheOthersMayBeGone() {
    group.sentinel(0).kill();
    Passes.sync(config(NOBODY + "," + group.addresses(), SentinelGroup.NAME).build(), known);
    assertThat(known.rows()).containsOnlyKeys("k");
  }

  @Test
  void aNameThatNoSentinelKnowsIsAMistakeInTheConfiguration() {
    ConnectorException failure = failure(config(NOBODY + "," + group.addresses(), "shpo"));
    assertThat(failure.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    assertThat(failure)
        .hasMessageContaining("No sentinel knows the master shpo of sentinels ")
        .hasMessageContaining("Check the name behind #");
  }

  @Test
  void whereNoSentinelAnswersTheFirstFailureIsTold() {
    ConnectorException failure = failure(config(NOBODY + ",127.0.0.1:2", "shop"));
    assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("No sentinel can be asked for the master shop of sentinels ")
        .hasMessageContaining("Cannot connect to 127.0.0.1:1: ");
  }

  @Test
  void aServerThatIsNoSentinelSaysSo() {
    String server = RedisServerFixture.HOST + ":" + group.pair().master().port();
    assertThat(failure(config(server, "shop"))).hasMessageContaining(server + " is no sentinel");
  }

  @Test
  void sentinelsHavePasswordsOfTheirOwn() {
    for (int i = 0; i < 3; i++) {
      try (RespClient client = group.sentinel(i).client()) {
        client.call("ACL", "SETUSER", "default", ">" + SECRET);
        client.call("ACL", "SETUSER", "default", "resetpass", ">" + SECRET);
      }
    }
    assertThat(failure(config()))
        .hasMessageContaining("Check sentinel_username and sentinel_password")
        .hasMessageNotContaining(SECRET);
    Passes.sync(config().with("sentinel_password", SECRET).build(), known);
    assertThat(known.rows()).containsOnlyKeys("k");
  }
}
