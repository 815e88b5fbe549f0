package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.ActiveRule;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that answer a question about an expiry with anything but a time. */
@Tag("promise-40")
@Timeout(60)
class HostileExpiriesTest {
  private static final int MANY_FIELDS = 1500;
  private static final List<String> WRONG =
      List.of(
          "+OK\r\n",
          "$2\r\n12\r\n",
          "*1\r\n$1\r\nx\r\n",
          "*2\r\n$1\r\nx\r\n:9223372036854775807\r\n",
          "*2\r\n:1\r\n*-1\r\n",
          "*1\r\n*1\r\n:1\r\n",
          "-ERR whatever\r\n");

  private static void lie(Source.Session session, FaultProxy proxy, String command, int keys) {
    for (String wrong : WRONG) {
      FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
      ActiveRule lie = proxy.add(FaultRule.on(command).always().then(Fault.bytes(wrong)));
      String what = command + " -> " + wrong.replace("\r\n", " ");
      try {
        Passes.pass(session, known);
        assertThat(known.errors()).as(what).hasSize(keys);
      } catch (ConnectorException e) {
        assertThat(e.code()).as(what).isEqualTo(ErrorCode.SOURCE_PROTOCOL);
      }
      assertThat(known.rows()).as(what).isEmpty();
      assertThat(lie.acts()).as(what).isPositive();
      proxy.clear();
    }
  }

  @Test
  void expiriesFromNowThatAreNoTimesAreAFailureOrListed() {
    try (RedisServerFixture server = RedisServerFixture.start();
        FaultProxy proxy = FaultProxy.start(server.port());
        Source.Session session =
            new DragonflySource().open(TestConfigs.port(proxy.port()).build(), Context.system())) {
      try (RespClient client = server.client()) {
        client.call("SET", "k", "v", "PX", 1_000_000);
        IntStream.range(0, MANY_FIELDS).forEach(i -> client.send("HSET", "large", "f" + i, i));
        client.flushAll();
      }
      lie(session, proxy, "PTTL", 2);
      lie(session, proxy, "TIME", 2);
    }
  }

  @Test
  void expiriesOfFieldsThatAreNoTimesAreListed() {
    try (RedisServerFixture server = RedisServerFixture.startWithModules();
        FaultProxy proxy = FaultProxy.start(server.port());
        Source.Session session =
            new DragonflySource()
                .open(TestConfigs.port(proxy.port()).buildWithFieldExpiry(), Context.system())) {
      try (RespClient client = server.client()) {
        client.call("HSET", "small", "f", 1);
        IntStream.range(0, MANY_FIELDS).forEach(i -> client.send("HSET", "large", "f" + i, i));
        client.flushAll();
      }
      lie(session, proxy, "HPEXPIRETIME", 2);
    }
  }

  @Test
  void secondsOfFieldsThatAreNoTimesAreListed() {
    try (RedisServerFixture server = RedisServerFixture.startWithModules();
        FieldTtlProxy relative = FieldTtlProxy.start(server.port());
        FaultProxy proxy = FaultProxy.start(relative.port());
        Source.Session session =
            new DragonflySource()
                .open(TestConfigs.port(proxy.port()).buildWithFieldExpiry(), Context.system())) {
      try (RespClient client = server.client()) {
        client.call("HSET", "small", "f", 1);
      }
      lie(session, proxy, "FIELDTTL", 1);
      lie(session, proxy, "TIME", 1);
    }
  }
}
