package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.fingerprint.Fingerprinter;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.text.EscapedText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a row looks like, type by type. */
class ValuesTest {
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  private RowView read(String key) {
    Passes.sync(TestConfigs.port(REDIS.port()).build(), known);
    return RowView.of(known, key);
  }

  @Test
  void copiesATextAsItIs() {
    REDIS.call("SET", "name", "Grüße, 世界 \uD83D\uDE00");
    RowView row = read("name");
    assertThat(row.value()).isEqualTo("Grüße, 世界 \uD83D\uDE00");
    assertThat(row.type()).isEqualTo("string");
    assertThat(row.encoding()).isEqualTo("utf8");
    assertThat(row.size()).isEqualTo(20);
    assertThat(row.ttl()).isEqualTo(-1);
    assertThat(row.expiresAt()).isNull();
    assertThat(row.fingerprint()).isEqualTo(fingerprint("string", "Grüße, 世界 \uD83D\uDE00"));
  }

  @Test
  void copiesAnEmptyString() {
    REDIS.call("SET", "empty", "");
    assertThat(read("empty").value()).isEmpty();
    assertThat(read("empty").size()).isZero();
  }

  @Test
  void copiesAnEmptyStringWhoseTypeIsKnown() {
    REDIS.call("SET", "empty", "");
    read("empty");
    REDIS.call("SET", "empty", "", "PX", "5000000");
    assertThat(read("empty").ttl()).isBetween(4990L, 5000L);
  }

  @Test
  @Tag("promise-13")
  void copiesBytesThatAreNoTextInBase64() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    REDIS.call("SET", "bytes", bytes);
    assertThat(read("bytes").encoding()).isEqualTo("base64");
    assertThat(Base64.getDecoder().decode(read("bytes").value())).isEqualTo(bytes);
  }

  @Test
  void copiesAStringOfOneMegabyte() {
    String text = "0123456789abcdef".repeat(1 << 16);
    REDIS.call("SET", "large", text);
    assertThat(read("large").value()).isEqualTo(text);
  }

  @Test
  @Tag("promise-13")
  void escapesKeysThatAreNoText() {
    byte[] key = {'k', (byte) 0xFF, 0, '\\', 'x', '\n'};
    REDIS.call("SET", key, "v");
    String text = EscapedText.encode(key);
    assertThat(read(text).value()).isEqualTo("v");
    assertThat(EscapedText.decode(text)).isEqualTo(key);
  }

  @Test
  void copiesTheEmptyKey() {
    REDIS.call("SET", "", "v");
    assertThat(read("").value()).isEqualTo("v");
  }

  @Test
  void sortsTheFieldsOfAHashByBytes() {
    REDIS.call("HSET", "h", "b", "2", "a", "1", "é", "\"quoted\"", "Z", new byte[] {(byte) 0xFE});
    RowView row = read("h");
    assertThat(row.value())
        .isEqualTo("{\"Z\":\"\\\\xFE\",\"a\":\"1\",\"b\":\"2\",\"é\":\"\\\"quoted\\\"\"}");
    assertThat(row.type()).isEqualTo("hash");
    assertThat(row.size()).isEqualTo(4);
  }

  @Test
  void sortsTheMembersOfASetByBytes() {
    REDIS.call("SADD", "s", "b", new byte[] {(byte) 0xFF}, "a", "");
    RowView row = read("s");
    assertThat(row.value()).isEqualTo("[\"\",\"a\",\"b\",\"\\\\xFF\"]");
    assertThat(row.size()).isEqualTo(4);
  }

  @Test
  @Tag("promise-24")
  void equalSetsHaveEqualFingerprints() {
    REDIS.call("SADD", "s", "3", "1", "2");
    REDIS.call("SADD", "t", "x", "2", "1", "3");
    REDIS.call("SREM", "t", "x");
    assertThat(read("s").fingerprint()).isEqualTo(read("t").fingerprint());
    assertThat(read("s").fingerprint()).isEqualTo(fingerprint("set", "1", "2", "3"));
  }

  @Test
  void keepsTheOrderOfAList() {
    REDIS.call("RPUSH", "l", "b", "a", "b", "");
    assertThat(read("l").value()).isEqualTo("[\"b\",\"a\",\"b\",\"\"]");
    assertThat(read("l").fingerprint()).isEqualTo(fingerprint("list", "b", "a", "b", ""));
  }

  @Test
  void keepsTheDigitsOfScores() {
    REDIS.call(
        "ZADD", "z", "inf", "i", "-inf", "j", "-0.0", "n", "1e300", "h", "0.1", "t", "3", "e");
    String zero = REDIS.text("ZSCORE", "z", "n");
    RowView row = read("z");
    assertThat(row.value())
        .isEqualTo(
            "[[\"j\",\"-inf\"],[\"n\",%s],[\"t\",0.10000000000000001],[\"e\",3],".formatted(zero)
                + "[\"h\",1.0000000000000001e+300],[\"i\",\"inf\"]]");
    assertThat(row.type()).isEqualTo("zset");
    assertThat(row.size()).isEqualTo(6);
  }

  @Test
  void readsOnlyTheDatabaseThatIsConfigured() {
    REDIS.call("SET", "in0", "0");
    REDIS.call("SELECT", "3");
    REDIS.call("SET", "in3", "3");
    Passes.sync(TestConfigs.port(REDIS.port()).database("3").build(), known);
    assertThat(known.rows()).containsOnlyKeys("in3");
  }

  private static Fingerprint fingerprint(String type, String... elements) {
    Fingerprinter fingerprinter = new Fingerprinter();
    fingerprinter.start(type);
    for (String element : elements) {
      byte[] bytes = element.getBytes(StandardCharsets.UTF_8);
      fingerprinter.add(bytes, 0, bytes.length);
    }
    return fingerprinter.finish();
  }
}
