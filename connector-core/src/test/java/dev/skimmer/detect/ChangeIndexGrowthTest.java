package dev.skimmer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Sighting;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the index knows survives its growth, wherever its entries come to lie. */
class ChangeIndexGrowthTest {
  private static final int KEYS = 8_000;

  /** Equal upper bytes make all keys share one of the segments; number 0 lies in its first slot. */
  private static KeyHash key(int number) {
    return new KeyHash(7, number * 0x9E37_79B9_7F4A_7C15L);
  }

  private static Fingerprint print(int number) {
    return new Fingerprint(number, -number);
  }

  private static void put(ChangeIndex index, int number, long expiry) {
    index.put(key(number), print(number), "string", expiry, Optional.empty());
  }

  private static Sighting observe(ChangeIndex index, int number, long expiry) {
    return index.observe(key(number), print(number), expiry, 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100, 3_000, 1_000_000})
  void everyRowIsKnownHoweverManyWereExpected(long expected) {
    ChangeIndex index = new ChangeIndex(expected);
    for (int i = 0; i < KEYS; i++) {
      put(index, i, KnownRows.NO_EXPIRY);
    }
    assertThat(index.size()).isEqualTo(KEYS);
    for (int i = 0; i < KEYS; i++) {
      assertThat(observe(index, i, KnownRows.NO_EXPIRY)).isEqualTo(Sighting.UNCHANGED);
    }
    assertThat(index.unseen()).isZero();
    assertThat(index.kindOf(key(0))).contains("string");
    assertThat(observe(index, KEYS, KnownRows.NO_EXPIRY)).isEqualTo(Sighting.NEW);
  }

  @Test
  void expiriesThatBeginInTheMiddleStayWithTheirKeys() {
    ChangeIndex index = new ChangeIndex(0);
    for (int i = 0; i < KEYS; i++) {
      put(index, i, i < KEYS / 2 ? KnownRows.NO_EXPIRY : i);
    }
    for (int i = 0; i < KEYS; i++) {
      assertThat(observe(index, i, i < KEYS / 2 ? KnownRows.NO_EXPIRY : i))
          .isEqualTo(Sighting.UNCHANGED);
    }
    index.forgetSightings();
    assertThat(observe(index, KEYS - 1, KnownRows.NO_EXPIRY)).isEqualTo(Sighting.CHANGED);
  }

  @Test
  void sightingsOfKeysWithoutRowsSurviveAsWell() {
    ChangeIndex index = new ChangeIndex(0);
    for (int i = 0; i < KEYS; i++) {
      assertThat(index.markSeen(key(i))).isTrue();
    }
    for (int i = 0; i < KEYS; i++) {
      assertThat(index.isSeen(key(i))).isTrue();
      assertThat(index.isKnown(key(i))).isFalse();
      assertThat(index.kindOf(key(i))).isEmpty();
      assertThat(index.markSeen(key(i))).isFalse();
    }
  }

  @Test
  void rowsThatComeAndGoLeaveOnlyThoseThatStay() {
    ChangeIndex index = new ChangeIndex(0);
    put(index, 0, 5);
    for (int i = 1; i <= 20 * KEYS; i++) {
      put(index, i, KnownRows.NO_EXPIRY);
      index.remove(key(i));
    }
    assertThat(index.size()).isEqualTo(1);
    assertThat(index.isKnown(key(KEYS))).isFalse();
    assertThat(observe(index, 0, 5)).isEqualTo(Sighting.UNCHANGED);
  }
}
