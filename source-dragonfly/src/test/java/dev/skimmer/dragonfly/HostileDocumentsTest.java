package dev.skimmer.dragonfly;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that no RedisJSON would hold, put into the replies of one. */
@Tag("promise-37")
@Timeout(30)
class HostileDocumentsTest {
  private static final int LIMIT = 4 << 20;

  private static RedisServerFixture server;
  private static FaultProxy proxy;
  private static Source.Session session;
  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @BeforeAll
  static void start() {
    server = RedisServerFixture.startWithModules();
    proxy = FaultProxy.start(server.port());
    session =
        new DragonflySource()
            .open(TestConfigs.port(proxy.port()).maxValueBytes(LIMIT).build(), Context.system());
    try (RespClient client = server.client()) {
      client.call("JSON.SET", "doc", "$", "1");
    }
  }

  @AfterAll
  static void stop() {
    session.close();
    proxy.close();
    server.close();
  }

  @BeforeEach
  void clear() {
    proxy.clear();
  }

  private int read(String document) {
    proxy.clear();
    String bulk = "$%d\r\n%s\r\n".formatted(document.length(), document);
    proxy.add(FaultRule.on("JSON.GET").always().then(Fault.bytes(bulk.getBytes(ISO_8859_1))));
    return Passes.pass(session, known).size();
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 1000, 1001, 100_000, 1_900_000})
  void aDocumentOfAnyDepthUpToTheLimitBecomesItsRow(int depth) {
    String document = "[".repeat(depth) + "]".repeat(depth);
    assertThat(read(document)).isEqualTo(1);
    assertThat(RowView.of(known, "doc").value()).isEqualTo(document);
    assertThat(read(document)).isZero();
    assertThat(read(document.replace("[]", "[1]"))).isEqualTo(1);
    assertThat(known.errors()).isEmpty();
  }

  @Test
  void manyObjectsWithinEachOtherDoNotTakeForEver() {
    String text = "\"" + "x".repeat(3 << 20) + "\"";
    String document = "{\"b\":".repeat(900) + text + ",\"a\":0}".repeat(900);
    assertThat(read(document)).isEqualTo(1);
    assertThat(RowView.of(known, "doc").size()).isEqualTo(document.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"a\":", "{\"a\" 1}", "[1,]", "nul", "1 2", "\"\\ud800\"", "]"})
  void whatIsNoDocumentIsKeptAndComparedAsItIs(String text) {
    assertThat(read(text)).isEqualTo(1);
    assertThat(RowView.of(known, "doc").value()).isEqualTo(text);
    assertThat(read(text)).isZero();
    assertThat(read(text + " 3")).isEqualTo(1);
  }

  @Test
  void aNumberOfAMillionDigitsIsText() {
    String number = "1".repeat(1_000_000);
    assertThat(read(number)).isEqualTo(1);
    assertThat(read(number + "e" + number)).isEqualTo(1);
    assertThat(RowView.of(known, "doc").value()).hasSize(2_000_001);
  }

  @Test
  void bytesThatAreNoTextAreKeptInBase64() {
    String document = "\"\u00ff\u0000\"";
    assertThat(read(document)).isEqualTo(1);
    RowView row = RowView.of(known, "doc");
    assertThat(row.encoding()).isEqualTo("base64");
    assertThat(Base64.getDecoder().decode(row.value())).isEqualTo(document.getBytes(ISO_8859_1));
  }

  @Test
  void aDocumentAboveTheLimitIsAnEntryOfTheErrorsTable() {
    assertThat(read("1")).isEqualTo(1);
    assertThat(read("[" + "1,".repeat(LIMIT / 2) + "1]")).isEqualTo(1);
    assertThat(known.errors().get("doc").value(2)).isEqualTo("VALUE_TOO_LARGE");
    assertThat(RowView.of(known, "doc").value()).isEqualTo("1");
  }
}
