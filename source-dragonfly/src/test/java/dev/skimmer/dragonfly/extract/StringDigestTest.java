package dev.skimmer.dragonfly.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StringDigestTest {
  /** A value and what Redis 8.4 answered to DIGEST (redis/redis#14496). */
  private static final String VALUE =
      "v8lf0c11xh8ymlqztfd3eeq16kfn4sspw7fqmnuuq3k3t75em5wdizgcdw7uc26nnf961u2jkfzkjytls2kwlj7626sd";

  private static final long DIGEST = 0x6c38adf31777L;

  @Test
  void theDigestIsThatOfRedis() {
    byte[] bytes = ("__" + VALUE + "_").getBytes(US_ASCII);
    assertThat(StringDigest.of(bytes, 2, VALUE.length())).isEqualTo(DIGEST);
  }

  /** The XXH3 of no bytes with seed 0: xxHash's own sanity check. */
  @Test
  void anEmptyStringHasOneToo() {
    assertThat(StringDigest.of(new byte[0], 0, 0)).isEqualTo(0x2D06800538D394C2L);
  }
}
