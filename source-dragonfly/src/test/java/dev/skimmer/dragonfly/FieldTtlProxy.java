package dev.skimmer.dragonfly;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.Call;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes a Redis 7.4 tell the expiries of hash fields as Dragonfly before 1.40 does: HPEXPIRETIME is
 * unknown, and FIELDTTL answers seconds, of which one may be missing. Safe for concurrent use.
 */
final class FieldTtlProxy implements AutoCloseable {
  private final FaultProxy proxy;
  private final RespClient server;
  private final Map<Integer, Long> times = new HashMap<>();

  /** How many seconds are missing in each answer of FIELDTTL, as rounding makes them. */
  final AtomicInteger missingSeconds = new AtomicInteger();

  private FieldTtlProxy(int target) {
    proxy = FaultProxy.start(target);
    server = RespClient.connect(RedisServerFixture.HOST, target);
  }

  static FieldTtlProxy start(int target) {
    FieldTtlProxy started = new FieldTtlProxy(target);
    Fault unknown = Fault.error("ERR unknown command `HPEXPIRETIME`");
    started.proxy.add(FaultRule.on("HPEXPIRETIME").always().then(unknown));
    started.proxy.add(FaultRule.on("TIME").always().then(Fault.answer(started::noteTime)));
    started.proxy.add(FaultRule.on("FIELDTTL").always().then(Fault.answer(started::secondsLeft)));
    return started;
  }

  int port() {
    return proxy.port();
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }

  private byte[] noteTime(Call call, byte[] reply) {
    String[] lines = new String(reply, US_ASCII).split("\r\n", -1);
    times.put(call.connection(), 1000 * Long.parseLong(lines[2]) + Long.parseLong(lines[4]) / 1000);
    return reply;
  }

  /**
   * Answers FIELDTTL. Seconds count from the last TIME of this connection, since this proxy takes
   * far longer than a server from one command of a pipeline to the next.
   */
  private byte[] secondsLeft(Call call, byte[] refused) {
    Object reply =
        server.reply("HPEXPIRETIME", call.words().get(1), "FIELDS", "1", call.words().get(2));
    if (reply instanceof RespClient.ErrorReply error) {
      return ("-" + error.text() + "\r\n").getBytes(US_ASCII);
    }
    long at = reply instanceof List<?> list ? (Long) list.get(0) : -2;
    if (at >= 0) {
      long left = (at - times.getOrDefault(call.connection(), 0L)) / 1000;
      return number(Math.max(0, left - missingSeconds.get()));
    }
    return number(at == -2 ? -3 : at);
  }

  private static byte[] number(long value) {
    return (":" + value + "\r\n").getBytes(US_ASCII);
  }
}
