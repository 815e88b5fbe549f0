package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.ReplicaPair;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.FaultProxy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failovers and resyncs: each is another epoch, or none while it lasts. */
@Tag("promise-22")
@Timeout(120)
class ReplicaTest {
  /** For so long a replica is waited for, where it is. */
  private static final int BUDGET_SECONDS = 60;

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
  private ReplicaPair pair;

  @BeforeEach
  void start() {
    pair = ReplicaPair.start();
    try (RespClient client = pair.master().client()) {
      client.call("SET", "k", "v");
    }
    pair.awaitInStep();
  }

  @AfterEach
  void stop() {
    pair.close();
  }

  private static Source.Session open(int port) {
    return new DragonflySource()
        .open(TestConfigs.port(port).timeoutSeconds(BUDGET_SECONDS).build(), Context.system());
  }

  private void beginPass(Source.Session session) {
    Passes.scan(session, Cursor.START, known);
    assertThat(known.rows()).containsKey("k");
  }

  private static ErrorCode epochFailure(Source.Session session) {
    return catchThrowableOfType(ConnectorException.class, session::epoch).code();
  }

  @Test
  void aFailoverBehindTheSameAddressIsAnotherEpoch() {
    try (FaultProxy proxy = FaultProxy.start(pair.master().port());
        Source.Session session = open(proxy.port())) {
      Epoch before = session.epoch();
      beginPass(session);
      pair.promoteReplica();
      proxy.redirect(pair.replica().port());
      assertThat(session.epoch()).isNotEqualTo(before);
    }
  }

  @Test
  void aPromotionOfTheServerThatIsReadIsAnotherEpoch() {
    try (Source.Session session = open(pair.replica().port())) {
      Epoch before = session.epoch();
      beginPass(session);
      pair.promoteReplica();
      assertThat(session.epoch()).isNotEqualTo(before);
    }
  }

  @Test
  void aReplicaWhoseMasterIsGoneInMidPassHasNoEpochAndIsNotWaitedFor() {
    try (Source.Session session = open(pair.replica().port())) {
      session.epoch();
      beginPass(session);
      pair.master().kill();
      pair.awaitLink("down");
      long before = System.nanoTime();
      assertThat(epochFailure(session)).isEqualTo(ErrorCode.SOURCE_CHANGED);
      assertThat(System.nanoTime() - before)
          .isLessThan(TimeUnit.SECONDS.toNanos(BUDGET_SECONDS / 2));
    }
  }

  @Test
  void aReplicaThatResyncedFromAnotherRunOfItsMasterHasAnotherEpoch() {
    try (Source.Session session = open(pair.replica().port())) {
      Epoch before = session.epoch();
      beginPass(session);
      pair.master().kill();
      pair.awaitLink("down");
      pair.master().restart();
      pair.awaitLink("up");
      assertThat(session.epoch()).isNotEqualTo(before);
    }
  }

  @Test
  void aReplicaIsWaitedForBeforeAPassUntilItHasCopiedItsMaster() throws InterruptedException {
    pair.master().kill();
    pair.awaitLink("down");
    Thread repair = new Thread(pair.master()::restart);
    try (Source.Session session = open(pair.replica().port())) {
      repair.start();
      assertThat(session.epoch().value()).contains("slave");
    }
    repair.join();
  }

  @Test
  void aReplicaThatResyncsFromTheSameRunOfItsMasterHasAnotherEpoch() {
    try (Source.Session session = open(pair.replica().port());
        RespClient replica = pair.replica().client()) {
      Epoch before = session.epoch();
      beginPass(session);
      replica.call("REPLICAOF", "NO", "ONE");
      replica.call("SET", "other", "history");
      replica.call("REPLICAOF", RedisServerFixture.HOST, pair.master().port());
      pair.awaitLink("up");
      assertThat(session.epoch()).isNotEqualTo(before);
    }
  }
}
