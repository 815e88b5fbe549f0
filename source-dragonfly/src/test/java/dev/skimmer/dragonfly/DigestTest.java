package dev.skimmer.dragonfly;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.skimmer.spi.Coherence;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.Call;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Strings that are trusted by their digests, on a Redis whose proxy adds DIGEST as 8.4 has it. */
class DigestTest {
  private static final int KEYS = 50;

  /** Its digest begins with four zeros, which Redis leaves out (redis/redis#14496). */
  private static final String SHORT_DIGEST =
      "v8lf0c11xh8ymlqztfd3eeq16kfn4sspw7fqmnuuq3k3t75em5wdizgcdw7uc26nnf961u2jkfzkjytls2kwlj7626sd";

  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
  private RespClient client;
  private FaultProxy proxy;
  private DragonflyConfig config;

  @BeforeEach
  void fill() {
    client = REDIS.server().client();
    client.call("FLUSHALL");
    for (int i = 0; i < KEYS; i++) {
      client.call("SET", "key:" + i, "value " + i);
    }
    client.call("SET", "short", SHORT_DIGEST);
    client.call("SET", "lasting", "v", "PX", "6000000");
    client.call("HSET", "hash", "f", "v");
    proxy = FaultProxy.start(REDIS.port());
    proxy.add(FaultRule.on("DIGEST").always().then(Fault.answer(this::digest)));
    config = trusting(proxy.port());
  }

  @AfterEach
  void stop() {
    proxy.close();
    client.close();
  }

  private static DragonflyConfig trusting(int port) {
    return TestConfigs.port(port).with("trust_digest", "true").build();
  }

  /** Answers as t_string.c of Redis 8.4 does: no leading zeros, and null for an absent key. */
  private byte[] digest(Call call, byte[] refused) {
    try (RespClient other = REDIS.server().client()) {
      Object value = other.reply("GET", call.words().get(1));
      if (value instanceof RespClient.ErrorReply error) {
        return ("-" + error.text() + "\r\n").getBytes(UTF_8);
      }
      if (value == null) {
        return "$-1\r\n".getBytes(US_ASCII);
      }
      byte[] bytes = (byte[]) value;
      String digits = Long.toHexString(Hashing.xxh3_64().hashBytesToLong(bytes));
      return "$%d\r\n%s\r\n".formatted(digits.length(), digits).getBytes(US_ASCII);
    }
  }

  private List<Operation> sync() {
    client.call("CONFIG", "RESETSTAT");
    return Passes.sync(config, known);
  }

  private long reads() {
    return Pattern.compile("cmdstat_getrange:calls=([0-9]+)")
        .matcher(client.text("INFO", "commandstats"))
        .results()
        .map(MatchResult::group)
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*=", "")))
        .sum();
  }

  @Test
  void stringsWhoseDigestIsThatOfTheirRowAreNotRead() {
    assertThat(sync()).hasSize(KEYS + 3);
    assertThat(reads()).isEqualTo(KEYS + 2);
    assertThat(sync()).isEmpty();
    assertThat(reads()).isZero();
  }

  @Test
  void changesShowOfValuesExpiriesAndTypes() {
    sync();
    client.call("SET", "key:1", "VALUE 1");
    client.call("PEXPIRE", "key:2", "6000000");
    client.call("DEL", "key:3", "key:4", "key:5", "hash");
    client.call("HSET", "key:4", "f", "v");
    client.call("SET", "key:5", "");
    client.call("SET", "hash", "now a string");
    assertThat(sync())
        .hasSize(6)
        .filteredOn(Upsert.class::isInstance)
        .extracting(operation -> ((Upsert) operation).row().value(0))
        .containsExactlyInAnyOrder("key:1", "key:2", "key:4", "key:5", "hash");
    assertThat(reads()).isLessThanOrEqualTo(8);
    assertThat(sync()).isEmpty();
  }

  @Test
  void aKeyThatIsGoneIsDeleted() {
    sync();
    client.call("DEL", "key:9");
    assertThat(sync()).hasSize(1).allMatch(Delete.class::isInstance);
  }

  @Test
  void aServerWithoutDigestsIsReadAndTheRowsStayAsTheyAre() {
    config = trusting(REDIS.port());
    assertThat(sync()).hasSize(KEYS + 3);
    assertThat(sync()).isEmpty();
    assertThat(reads()).isEqualTo(KEYS + 2);
    config = trusting(proxy.port());
    assertThat(sync()).isEmpty();
    assertThat(reads()).isZero();
  }

  @Test
  void rowsTellTheirFingerprintsByThemselves() {
    sync();
    try (Source.Session session = new DragonflySource().open(config, Context.system())) {
      assertThat(known.rows().values())
          .extracting(row -> session.coherence(new TableId(TestConfigs.TABLE), row))
          .containsOnly(Coherence.COHERENT);
    }
  }

  @Test
  void aUserWhoMayNotAskForDigestsReadsAllTheSame() {
    proxy.clear();
    proxy.add(
        FaultRule.on("DIGEST")
            .always()
            .then(Fault.error("NOPERM this user has no permissions to run the 'digest' command")));
    sync();
    assertThat(sync()).isEmpty();
    assertThat(reads()).isEqualTo(KEYS + 2);
  }
}
