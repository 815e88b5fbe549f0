package dev.skimmer.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.KeyFacts;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilerTest {
  private final Profiler profiler = new Profiler();

  private static KeyFacts key(String name, String kind, long ttl, long size) {
    return new KeyFacts(name, kind, ttl, OptionalLong.of(size), OptionalLong.empty());
  }

  @Test
  void addsUpByTypeFamilyAndExpiryWithTheGreatestFirst() {
    IntStream.range(0, 300).forEach(i -> profiler.add(key("user:" + i, "hash", -1, i)));
    IntStream.range(0, 100).forEach(i -> profiler.add(key("session:" + i, "string", 30 + i, 10)));
    KeyspaceProfile profile = profiler.profile();
    assertThat(profile.all().keys()).isEqualTo(400);
    assertThat(profile.byKind().keySet()).containsExactly("hash", "string");
    assertThat(profile.byFamily().keySet()).containsExactly("user:*", "session:*");
    Tally users = profile.byFamily().get("user:*");
    assertThat(users.meanSize()).isEqualTo(149.5);
    assertThat(users.largest()).isEqualTo(299);
    assertThat(users.expiring()).isZero();
    assertThat(profile.byKind().get("string").expiring()).isEqualTo(100);
    assertThat(profile.byHorizon())
        .containsEntry(TtlHorizon.NEVER, 300L)
        .containsEntry(TtlHorizon.MINUTE, 30L)
        .containsEntry(TtlHorizon.HOUR, 70L);
    assertThat(profile.largest()).hasSize(10);
    assertThat(profile.largest().get(0).keyText()).isEqualTo("user:299");
    assertThat(profile.largest().get(9).keyText()).isEqualTo("user:290");
  }

  @Test
  void memoryWeighsMoreThanSizeWhereItIsKnown() {
    profiler.add(key("large", "string", -1, 1_000));
    profiler.add(new KeyFacts("heavy", "hash", -1, OptionalLong.of(3), OptionalLong.of(5_000)));
    profiler.add(new KeyFacts("unknown", "t", -1, OptionalLong.empty(), OptionalLong.empty()));
    KeyspaceProfile profile = profiler.profile();
    assertThat(profile.largest().stream().map(KeyFacts::keyText))
        .containsExactly("heavy", "large", "unknown");
    assertThat(profile.all().memoryBytes()).isEqualTo(5_000);
    assertThat(profile.all().meanMemory()).isEqualTo(5_000);
    assertThat(profile.all().meanSize()).isEqualTo(501.5);
    assertThat(profile.byKind().get("t").meanSize()).isNaN();
  }

  @Test
  void familiesOfTheFirstKeysHoldForTheRest() {
    IntStream.range(0, 50_000).forEach(i -> profiler.add(key("user:" + i, "hash", -1, 1)));
    profiler.add(key("late/comer", "hash", -1, 1));
    KeyspaceProfile profile = profiler.profile();
    assertThat(profile.byFamily().get("user:*").keys()).isEqualTo(50_000);
    assertThat(profile.byFamily().get(KeyFamilies.OTHER).keys()).isEqualTo(1);
    assertThat(profiler.keys()).isEqualTo(50_001);
  }

  @Test
  void noKeysMakeAnEmptyProfile() {
    KeyspaceProfile profile = profiler.profile();
    assertThat(profile.all()).isEqualTo(Tally.NONE);
    assertThat(profile.byFamily()).isEmpty();
    assertThat(profile.largest()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-1, NEVER",
    "0, MINUTE",
    "59, MINUTE",
    "60, HOUR",
    "86399, DAY",
    "86400, WEEK",
    "2591999, MONTH",
    "2592000, LATER",
    "9223372036854775806, LATER",
  })
  void aTimeToLiveHasOneHorizon(long ttl, TtlHorizon horizon) {
    assertThat(TtlHorizon.of(ttl)).isEqualTo(horizon);
  }
}
