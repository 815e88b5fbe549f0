package dev.skimmer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Sighting;
import org.junit.jupiter.api.Test;

class NothingKnownTest {
  private static final KeyHash KEY = KeyHash.ofUtf8("key");
  private final KnownRows nothing = new NothingKnown();

  @Test
  void aKeyIsNewOnceAndRepeatedAfterThat() {
    assertThat(nothing.isSeen(KEY)).isFalse();
    assertThat(observe(1)).isEqualTo(Sighting.NEW);
    assertThat(nothing.isSeen(KEY)).isTrue();
    assertThat(observe(2)).isEqualTo(Sighting.REPEATED);
  }

  @Test
  void anUnreadableKeyIsReportedOnce() {
    assertThat(nothing.observeUnreadable(KEY)).isTrue();
    assertThat(nothing.observeUnreadable(KEY)).isFalse();
    assertThat(nothing.quarantinedSince(KEY)).isEmpty();
  }

  @Test
  void nothingIsThereToBeSwept() {
    observe(1);
    assertThat(nothing.unseen()).isEmpty();
    assertThat(nothing.unseenQuarantined()).isEmpty();
    assertThat(nothing.kindOf(KEY)).isEmpty();
    assertThat(nothing.positionOf(KEY)).isEmpty();
  }

  private Sighting observe(long fingerprint) {
    return nothing.observe(KEY, new Fingerprint(fingerprint, 0), KnownRows.NO_EXPIRY, 0);
  }
}
