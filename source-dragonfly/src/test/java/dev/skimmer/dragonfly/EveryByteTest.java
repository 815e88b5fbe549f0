package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.ActiveRule;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import dev.skimmer.testkit.proxy.RecordedReply;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A session with keys of every type is recorded, and then cut at its bytes, one after the other:
 * what is read after the cut completes what was read before. Each byte takes a minute and a half;
 * without the property, it is every 23rd, another one in each run.
 */
@Tag("promise-2")
@Tag("guard")
class EveryByteTest {
  private static final int STRIDE = Integer.getInteger("skimmer.cuts.stride", 23);
  private static final long SEED = Long.getLong("skimmer.seed", new Random().nextLong());

  private static RedisServerFixture server;
  private static FaultProxy proxy;
  private static RespClient client;
  private static Source.Session session;
  private static List<Operation> before;

  @BeforeAll
  static void start() {
    server = RedisServerFixture.startWithModules();
    proxy = FaultProxy.start(server.port());
    client = server.client();
    session = new DragonflySource().open(config(), Context.system());
    SmallKeyspace.fill(client);
    FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
    before = Passes.pass(session, known);
    SmallKeyspace.change(client);
  }

  /** Without PINGs, whose number depends on the time that a pass takes. */
  private static DragonflyConfig config() {
    return TestConfigs.port(proxy.port()).batchSize(5).with("target_latency_ms", "0").build();
  }

  @AfterAll
  static void stop() {
    session.close();
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void aFirstPassThatIsCutAtAnyByteIsCompletedWithoutLoss() {
    cutEverywhere(List.of());
  }

  @Test
  void aLaterPassThatIsCutAtAnyByteIsCompletedWithoutLoss() {
    cutEverywhere(before);
  }

  private static FakeKnownRows known(List<Operation> rows) {
    FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
    known.apply(rows);
    known.lastCompletePass(Instant.now());
    known.newPass();
    return known;
  }

  private static void cutEverywhere(List<Operation> rows) {
    FakeKnownRows whole = known(rows);
    List<RecordedReply> replies = proxy.record(() -> Passes.passThroughFailures(session, whole));
    assertThat(whole.rows()).hasSize(15);
    Map<String, Integer> occurrences = new HashMap<>();
    int number = new Random(SEED).nextInt(STRIDE);
    int cuts = 0;
    for (RecordedReply reply : replies) {
      List<byte[]> words = reply.call().words();
      String command = reply.call().text(0);
      byte[] argument = words.size() > 1 ? words.get(1) : new byte[0];
      int occurrence =
          occurrences.merge(
              command + (words.size() > 1 ? reply.call().text(1) : ""), 1, Integer::sum);
      FaultRule.Choice choice = FaultRule.on(command).at(occurrence);
      choice = words.size() > 1 ? choice.key(argument) : choice;
      for (int bytes = 0; bytes < reply.bytes(); bytes++) {
        if (number++ % STRIDE > 0) {
          continue;
        }
        ActiveRule cut = proxy.add(choice.then(Fault.truncate(bytes)));
        FakeKnownRows known = known(rows);
        Passes.passThroughFailures(session, known);
        assertThat(cut.acts()).as("cuts in %s", reply).isEqualTo(1);
        assertThat(known.views()).as("%s cut at %d", reply, bytes).isEqualTo(whole.views());
        proxy.clear();
        cuts++;
      }
    }
    System.out.printf("seed %d: %d replies cut at %d bytes%n", SEED, replies.size(), cuts);
  }
}
