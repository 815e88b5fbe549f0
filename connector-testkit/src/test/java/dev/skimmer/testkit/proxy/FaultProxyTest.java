package dev.skimmer.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault happens to the reply that was chosen, and to no other. */
@Timeout(30)
class FaultProxyTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static RedisServerFixture server;
  private FaultProxy proxy;
  private RespClient client;

  @BeforeAll
  static void startServer() {
    server = RedisServerFixture.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void connect() {
    proxy = FaultProxy.start(server.port());
    client = RespClient.connect(RedisServerFixture.HOST, proxy.port());
    client.call("FLUSHALL");
    client.call("MSET", "a", "alpha", "b", "beta");
  }

  @AfterEach
  void disconnect() {
    client.close();
    proxy.close();
  }

  @Test
  void passesAPipelineUnchanged() {
    IntStream.range(0, 2000).forEach(i -> client.send("SET", "k" + i, "v".repeat(i)));
    IntStream.range(0, 2000).forEach(i -> client.send("GET", "k" + i));
    List<Object> replies = client.flush();
    assertThat(replies).hasSize(4000);
    IntStream.range(0, 2000).forEach(i -> assertThat((byte[]) replies.get(2000 + i)).hasSize(i));
  }

  @Test
  void replacesTheNthReplyOfACommandForAKey() {
    ActiveRule busy = proxy.add(FaultRule.on("get").key("a").at(2).then(Fault.error("BUSY wait")));
    client.send("GET", "a").send("GET", "b").send("STRLEN", "a").send("GET", "a").send("GET", "a");
    List<Object> replies = client.flush();
    assertThat((byte[]) replies.get(0)).isEqualTo("alpha".getBytes(UTF_8));
    assertThat(replies.get(3)).isEqualTo(new RespClient.ErrorReply("BUSY wait"));
    assertThat((byte[]) replies.get(4)).isEqualTo("alpha".getBytes(UTF_8));
    assertThat(busy.matches()).isEqualTo(3);
    assertThat(busy.acts()).isEqualTo(1);
  }

  @Test
  void tellsACommandFromItsSubcommands() {
    proxy.add(FaultRule.on("CONFIG GET").always().then(Fault.error("ERR no")));
    assertThat(client.reply("CONFIG", "RESETSTAT")).isEqualTo("OK");
    assertThat(client.reply("CONFIG", "GET", "port"))
        .isEqualTo(new RespClient.ErrorReply("ERR no"));
  }

  @Test
  void dropsAndResetsAConnectionInsteadOfAReply() {
    for (Fault fault : List.of(Fault.drop(), Fault.reset())) {
      try (RespClient other = RespClient.connect(RedisServerFixture.HOST, proxy.port())) {
        proxy.add(FaultRule.on("GET").key("b").then(fault));
        other.call("GET", "a");
        assertThatThrownBy(() -> other.reply("GET", "b")).isInstanceOf(UncheckedIOException.class);
        assertThat(client.text("GET", "b")).isEqualTo("beta");
        proxy.clear();
      }
    }
  }

  @Test
  void passesTheBytesBeforeACutAndNoMore() {
    for (int bytes = 0; bytes <= "$5\r\nalpha\r\n".length(); bytes++) {
      try (RespClient other = RespClient.connect(RedisServerFixture.HOST, proxy.port())) {
        proxy.add(FaultRule.on("GET").then(Fault.truncate(bytes)));
        long before = proxy.passed();
        other.send("GET", "a").send("GET", "b");
        assertThatThrownBy(other::flush).isInstanceOf(UncheckedIOException.class);
        assertThat(proxy.passed() - before).isEqualTo(bytes);
        proxy.clear();
      }
    }
  }

  @Test
  void delaysAReplyAndAllBehindIt() {
    proxy.add(FaultRule.on("GET").then(Fault.delay(Duration.ofMillis(200))));
    long before = System.nanoTime();
    client.send("GET", "a").send("GET", "b").flushAll();
    assertThat(System.nanoTime() - before).isGreaterThan(Duration.ofMillis(200).toNanos());
  }

  @Test
  void letsAReplyComeByteByByte() {
    proxy.add(FaultRule.on("GET").key("a").then(Fault.trickle(Duration.ofMillis(10))));
    long before = System.nanoTime();
    assertThat(client.send("GET", "a").send("GET", "b").flush())
        .map(reply -> new String((byte[]) reply, UTF_8))
        .containsExactly("alpha", "beta");
    assertThat(System.nanoTime() - before).isGreaterThan(Duration.ofMillis(100).toNanos());
  }

  @Test
  void repeatsAReplySoThatAllBehindItAreOffByOne() {
    proxy.add(FaultRule.on("GET").key("a").then(Fault.replay()));
    assertThat(client.text("GET", "a")).isEqualTo("alpha");
    assertThat(client.text("GET", "b")).isEqualTo("alpha");
  }

  @Test
  void makesAReplyOfTheServersOwn() {
    proxy.add(
        FaultRule.on("GET")
            .always()
            .then(
                Fault.answer(
                    (call, reply) ->
                        "+%s %d\r\n".formatted(call.text(1), reply.length).getBytes(UTF_8))));
    assertThat(client.text("GET", "a")).isEqualTo("a 11");
  }

  @Test
  void holdsAReplyUntilTheGateOpens() {
    Gate gate = new Gate();
    proxy.add(FaultRule.on("GET").key("a").then(Fault.hold(gate)));
    CompletableFuture<String> waiting =
        CompletableFuture.supplyAsync(() -> client.send("GET", "a").text("GET", "b"));
    gate.awaitReply(LIMIT);
    try (RespClient other = RespClient.connect(RedisServerFixture.HOST, proxy.port())) {
      assertThat(other.text("GET", "b")).isEqualTo("beta");
    }
    assertThat(waiting).isNotDone();
    gate.open();
    assertThat(waiting).succeedsWithin(LIMIT).isEqualTo("alpha");
  }

  @Test
  void recordsRepliesAndTheirLengths() {
    List<RecordedReply> replies =
        proxy.record(() -> client.send("GET", "a").send("MGET", "a", "none").send("PING").flush());
    assertThat(replies.stream().map(reply -> reply.call() + " " + reply.bytes()))
        .containsExactly("GET a 11", "MGET a none 20", "PING 7");
  }

  @Test
  void breaksEveryConnectionAtAByteOfTheSession() {
    try (RespClient other = RespClient.connect(RedisServerFixture.HOST, proxy.port())) {
      other.call("PING");
      long before = proxy.passed();
      proxy.cutAfter(20);
      client.call("GET", "a");
      assertThatThrownBy(() -> client.call("GET", "a")).isInstanceOf(UncheckedIOException.class);
      assertThatThrownBy(() -> other.call("PING")).isInstanceOf(UncheckedIOException.class);
      assertThat(proxy.passed() - before).isEqualTo(20);
    }
  }

  @Test
  void sendsClientsToAnotherServer() {
    try (RedisServerFixture other = RedisServerFixture.start()) {
      proxy.redirect(other.port());
      assertThatThrownBy(() -> client.call("PING")).isInstanceOf(UncheckedIOException.class);
      try (RespClient again = RespClient.connect(RedisServerFixture.HOST, proxy.port())) {
        assertThat(again.call("DBSIZE")).isEqualTo(0L);
      }
    }
  }
}
