package dev.skimmer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Sighting;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChangeIndexTest {
  private static final int OPERATIONS = Integer.getInteger("skimmer.operations", 400_000);
  private static final Optional<String> NO_POSITION = Optional.empty();
  private static final Fingerprint ONE = new Fingerprint(1, 1);
  private static final Fingerprint TWO = new Fingerprint(2, 1);

  private final ChangeIndex index = new ChangeIndex(0);
  private final KeyHash key = KeyHash.ofUtf8("key");

  private Sighting observe(KeyHash hash, Fingerprint fingerprint) {
    return index.observe(hash, fingerprint, KnownRows.NO_EXPIRY, 0);
  }

  @Test
  @Tag("guard")
  void aKeyIsNewUntilItsCommit() {
    assertThat(observe(key, ONE)).isEqualTo(Sighting.NEW);
    index.forgetSightings();
    assertThat(observe(key, ONE)).isEqualTo(Sighting.NEW);
    index.put(key, ONE, "string", KnownRows.NO_EXPIRY, NO_POSITION);
    index.forgetSightings();
    assertThat(observe(key, ONE)).isEqualTo(Sighting.UNCHANGED);
    assertThat(index.kindOf(key)).contains("string");
  }

  @Test
  @Tag("promise-16")
  @Tag("guard")
  void theSecondSightingInAPassIsRepeated() {
    observe(key, ONE);
    assertThat(observe(key, TWO)).isEqualTo(Sighting.REPEATED);
    assertThat(index.markSeen(key)).isFalse();
    assertThat(index.markSeen(KeyHash.ofUtf8("other"))).isTrue();
  }

  @Test
  @Tag("guard")
  void aCommitDoesNotForgetTheSightingOfItsPass() {
    observe(key, ONE);
    index.put(key, ONE, "string", KnownRows.NO_EXPIRY, NO_POSITION);
    assertThat(observe(key, TWO)).isEqualTo(Sighting.REPEATED);
    assertThat(index.unseen()).isZero();
  }

  @Test
  void fingerprintsDifferInEitherHalf() {
    index.put(key, ONE, "string", KnownRows.NO_EXPIRY, NO_POSITION);
    assertThat(observe(key, new Fingerprint(2, 1))).isEqualTo(Sighting.CHANGED);
    index.forgetSightings();
    assertThat(observe(key, new Fingerprint(1, 2))).isEqualTo(Sighting.CHANGED);
  }

  @Test
  void anotherExpiryIsAChangeBeyondTheTolerance() {
    index.put(key, ONE, "string", 10_000, NO_POSITION);
    assertThat(index.observe(key, ONE, 12_000, 2_000)).isEqualTo(Sighting.UNCHANGED);
    index.forgetSightings();
    assertThat(index.observe(key, ONE, 12_001, 2_000)).isEqualTo(Sighting.CHANGED);
    index.forgetSightings();
    assertThat(index.observe(key, ONE, KnownRows.NO_EXPIRY, 100_000)).isEqualTo(Sighting.CHANGED);
  }

  @Test
  void anExpiryWhereThereWasNoneIsAChange() {
    index.put(key, ONE, "string", KnownRows.NO_EXPIRY, NO_POSITION);
    assertThat(index.observe(key, ONE, 1, 2_000)).isEqualTo(Sighting.CHANGED);
  }

  @Test
  void aRemovedKeyIsNewAgain() {
    index.put(key, ONE, "string", KnownRows.NO_EXPIRY, Optional.of("7-0"));
    assertThat(index.positionOf(key)).contains("7-0");
    index.remove(key);
    assertThat(index.kindOf(key)).isEmpty();
    assertThat(index.positionOf(key)).isEmpty();
    assertThat(index.isKnown(key)).isFalse();
    assertThat(observe(key, ONE)).isEqualTo(Sighting.NEW);
  }

  @Test
  void aPositionGoesWhenTheRowHasNoneAnyMore() {
    index.put(key, ONE, "stream", KnownRows.NO_EXPIRY, Optional.of("7-0"));
    index.put(key, ONE, "string", KnownRows.NO_EXPIRY, NO_POSITION);
    assertThat(index.positionOf(key)).isEmpty();
  }

  @Test
  void remembersThirtyOneKindsAndNoMore() {
    for (int i = 0; i < 40; i++) {
      index.put(KeyHash.ofUtf8("k" + i), ONE, "kind" + i, KnownRows.NO_EXPIRY, NO_POSITION);
    }
    assertThat(index.kindOf(KeyHash.ofUtf8("k0"))).contains("kind0");
    assertThat(index.kindOf(KeyHash.ofUtf8("k30"))).contains("kind30");
    assertThat(index.kindOf(KeyHash.ofUtf8("k31"))).isEmpty();
    assertThat(index.isKnown(KeyHash.ofUtf8("k31"))).isTrue();
  }

  @Test
  void equalsAMapUnderRandomOperations() {
    Random random = new Random(11);
    Map<Integer, Fingerprint> committed = new HashMap<>();
    Map<Integer, Long> expiries = new HashMap<>();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < OPERATIONS; i++) {
      int number = random.nextInt(OPERATIONS / 20);
      KeyHash hash = KeyHash.ofUtf8("key" + number);
      Fingerprint fingerprint = new Fingerprint(number, random.nextInt(2));
      long expiry = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : KnownRows.NO_EXPIRY;
      switch (random.nextInt(i < OPERATIONS / 2 ? 4 : 6)) {
        case 0 -> {
          index.put(hash, fingerprint, "string", expiry, NO_POSITION);
          committed.put(number, fingerprint);
          expiries.put(number, expiry);
        }
        case 1, 2, 3 ->
            assertThat(index.observe(hash, fingerprint, expiry, 0))
                .isEqualTo(
                    expected(
                        seen.add(number),
                        committed.get(number),
                        expiries.get(number),
                        fingerprint,
                        expiry));
        default -> {
          index.remove(hash);
          committed.remove(number);
        }
      }
      if (i % (OPERATIONS / 8) == OPERATIONS / 8 - 1) {
        assertThat(index.size()).isEqualTo(committed.size());
        assertThat(index.unseen())
            .isEqualTo(committed.keySet().stream().filter(k -> !seen.contains(k)).count());
        index.forgetSightings();
        seen.clear();
      }
    }
  }

  private static Sighting expected(
      boolean first, Fingerprint stored, Long storedExpiry, Fingerprint now, long expiry) {
    if (!first) {
      return Sighting.REPEATED;
    }
    if (stored == null) {
      return Sighting.NEW;
    }
    return stored.equals(now) && storedExpiry == expiry ? Sighting.UNCHANGED : Sighting.CHANGED;
  }

  @Test
  @Tag("promise-16")
  @Tag("guard")
  void ofManySightingsAtOnceExactlyOneIsTheFirst() throws InterruptedException {
    AtomicLong first = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int thread = 0; thread < 4; thread++) {
      threads.execute(
          () -> {
            for (int i = 0; i < 50_000; i++) {
              if (observe(KeyHash.ofUtf8("key" + i), ONE) != Sighting.REPEATED) {
                first.incrementAndGet();
              }
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(first).hasValue(50_000);
  }
}
