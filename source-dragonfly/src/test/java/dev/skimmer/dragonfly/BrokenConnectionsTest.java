package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Connections that break in the middle of anything. */
class BrokenConnectionsTest {
  private static final int STRIDE = 211;

  private Cursor cursor = Cursor.START;

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
        broken += readToTheEnd(session, known);
        assertSame(known, truth, cut);
      }
      assertThat(broken).isGreaterThan((int) (total / STRIDE / 2));
    }
  }

  private static void assertSame(FakeKnownRows known, FakeKnownRows truth, long cut) {
    assertThat(known.rows().keySet()).as("cut after %d", cut).isEqualTo(truth.rows().keySet());
    truth
        .rows()
        .forEach(
            (key, row) ->
                assertThat(known.rows().get(key).value(1))
                    .as("cut after %d", cut)
                    .isEqualTo(row.value(1)));
  }

  /** Reads as the engine does: after a failure again, from the last checkpoint. */
  private int readToTheEnd(Source.Session session, FakeKnownRows known) {
    cursor = Cursor.START;
    for (int failures = 0; ; failures++) {
      try (SplitReader reader = session.read(session.plan(1).get(0), cursor, known)) {
        while (!reader.isFinished()) {
          apply(reader.poll(Duration.ofSeconds(1)), known);
        }
        return failures;
      } catch (ConnectorException e) {
        assertThat(e.category()).isEqualTo(ErrorCategory.TRANSIENT);
        assertThat(failures).isLessThan(3);
      }
    }
  }

  private void apply(List<Operation> operations, FakeKnownRows known) {
    known.apply(operations);
    for (Operation operation : operations) {
      if (operation instanceof Checkpoint checkpoint) {
        cursor = checkpoint.cursor();
      }
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
