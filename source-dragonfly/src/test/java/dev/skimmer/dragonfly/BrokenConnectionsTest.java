package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.FaultProxy;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that break in the middle of anything, values that are read in windows included. */
@Tag("promise-2")
class BrokenConnectionsTest {
  private static final int STRIDE = 419;

  @Test
  void losesNothingWhereverAConnectionBreaks() {
    try (RedisServerFixture server = RedisServerFixture.start();
        FaultProxy proxy = FaultProxy.start(server.port());
        Source.Session session =
            new DragonflySource()
                .open(TestConfigs.port(proxy.port()).batchSize(10).build(), Context.system())) {
      fill(server);
      FakeKnownRows truth = new FakeKnownRows(TestConfigs.TABLE);
      long before = proxy.passed();
      Passes.scan(session, Cursor.START, truth);
      long total = proxy.passed() - before;
      int broken = 0;
      for (long cut = 1; cut < total; cut += STRIDE) {
        FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
        proxy.cutAfter(cut);
        broken += Passes.passThroughFailures(session, known);
        assertThat(known.views()).as("cut after %d", cut).isEqualTo(truth.views());
      }
      assertThat(broken).isGreaterThan((int) (total / STRIDE / 2));
    }
  }

  private static void fill(RedisServerFixture server) {
    try (RespClient client = server.client()) {
      IntStream.range(0, 60).forEach(i -> client.send("SET", "s" + i, "value " + i));
      IntStream.range(0, 20).forEach(i -> client.send("HSET", "h" + i, "a", i, "b", i));
      IntStream.range(0, 20).forEach(i -> client.send("RPUSH", "l" + i, i, i, i));
      IntStream.range(0, 1500).forEach(i -> client.send("SADD", "large", i));
      client.flushAll();
    }
  }
}
