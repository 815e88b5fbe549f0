package dev.skimmer.dragonfly.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pattern means to us what it means to the server. */
class KeyPatternTest {
  private static final String PATTERN_ALPHABET = "abc***??[]]^-\\\\]\u00e9\u0000";
  private static final String KEY_ALPHABET = "abc-]^\\*[\u00e9\u0000";

  @ParameterizedTest
  @CsvSource({
    "user:*, user:1, true",
    "user:*, order:1, false",
    "h?llo, hello, true",
    "h[ae]llo, hallo, true",
    "h[^e]llo, hello, false",
    "h[a-c]llo, hbllo, true",
    "h\\*llo, h*llo, true",
    "h\\*llo, hello, false",
    "*:*:end, a:b:c:end, true"
  })
  void meansWhatTheDocumentationSays(String pattern, String key, boolean matches) {
    assertThat(KeyPattern.of(pattern).matches(key.getBytes(ISO_8859_1))).isEqualTo(matches);
  }

  @Test
  void aPatternOfManyStarsIsNotSlow() {
    KeyPattern pattern = KeyPattern.of("*a".repeat(30) + "b");
    assertThat(pattern.matches("a".repeat(2000).getBytes(ISO_8859_1))).isFalse();
  }

  @Test
  void agreesWithTheServerOnRandomPatternsAndKeys() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient client = server.client()) {
      List<byte[]> keys = new ArrayList<>();
      for (int i = 0; i < 800; i++) {
        byte[] key = text(random, KEY_ALPHABET, 1 + random.nextInt(6));
        keys.add(key);
        client.send("SET", key, "v");
      }
      client.flushAll();
      for (int i = 0; i < 3000; i++) {
        byte[] pattern = text(random, PATTERN_ALPHABET, 1 + random.nextInt(8));
        assertThat(ours(pattern, keys))
            .as("seed %d, pattern %s", seed, new String(pattern, ISO_8859_1))
            .isEqualTo(theirs(pattern, client));
      }
    }
  }

  private static byte[] text(Random random, String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  private static Set<String> ours(byte[] pattern, List<byte[]> keys) {
    KeyPattern compiled = KeyPattern.of(pattern);
    return keys.stream()
        .filter(compiled::matches)
        .map(key -> new String(key, ISO_8859_1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> theirs(byte[] pattern, RespClient client) {
    List<?> keys = (List<?>) client.call("KEYS", pattern);
    return keys.stream()
        .map(key -> new String((byte[]) key, ISO_8859_1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
