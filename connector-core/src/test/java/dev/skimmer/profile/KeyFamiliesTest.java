package dev.skimmer.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFamiliesTest {
  private final Random random = new Random(7);

  private List<String> shop() {
    List<String> keys = new ArrayList<>();
    IntStream.range(0, 3_000).forEach(i -> keys.add("session:" + new UUID(random.nextLong(), i)));
    IntStream.range(0, 1_000).forEach(i -> keys.add("user:" + i + ":profile"));
    IntStream.range(0, 1_000).forEach(i -> keys.add("user:" + i + ":cart"));
    IntStream.range(0, 500).forEach(i -> keys.add("lock/" + name() + i % 7));
    IntStream.range(0, 400).forEach(i -> keys.add("mail." + name() + "." + name()));
    IntStream.range(0, 100).forEach(i -> keys.add("page12_" + i));
    keys.add("config");
    return keys;
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    random.ints(6, 'a', 'z' + 1).forEach(name::appendCodePoint);
    return name.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "session:550e8400-e29b-41d4-a716-446655440000, session:*",
    "user:7:profile, user:*:profile",
    "user:990099:cart, user:*:cart",
    "lock/somebody3, lock/*",
    "mail.nobody.atall, mail.*.*",
    "page7_9, page*_*",
    "user:7:unheard:of, (other)",
    "other:thing, (other)",
  })
  void areWhatManyKeysShareAtTheSamePlace(String key, String family) {
    assertThat(KeyFamilies.learn(shop()).familyOf(key)).isEqualTo(family);
  }

  @Test
  void wordsThatFewKeysShareAreNoFamilyButAnything() {
    assertThat(KeyFamilies.learn(shop()).familyOf("config")).isEqualTo("*");
  }

  @Test
  void hexadecimalNamesAreOneFamilyWhateverTheyBeginWith() {
    List<String> keys = new ArrayList<>();
    IntStream.range(0, 5_000).forEach(i -> keys.add("session:%08x".formatted(random.nextInt())));
    KeyFamilies families = KeyFamilies.learn(keys);
    assertThat(keys.stream().map(families::familyOf)).containsOnly("session:*");
  }

  @Test
  void wordsOfASmallKeyspaceStay() {
    KeyFamilies families =
        KeyFamilies.learn(
            List.of("news:en", "news:en", "news:en", "news:de", "news:de", "news:de"));
    assertThat(families.familyOf("news:de")).isEqualTo("news:de");
    assertThat(families.familyOf("news:fr")).isEqualTo(KeyFamilies.OTHER);
  }

  @Test
  void theNamesOfUsersAreNoWordsHoweverManyKeysEachHas() {
    List<String> keys = new ArrayList<>();
    IntStream.range(0, 200)
        .mapToObj(i -> name())
        .forEach(user -> IntStream.range(0, 9).forEach(i -> keys.add("basket:" + user + ":" + i)));
    assertThat(KeyFamilies.learn(keys).familyOf(keys.get(0))).isEqualTo("basket:*:*");
  }

  @Test
  void keysOfAnyLengthAndAlphabetHaveOne() {
    KeyFamilies families = KeyFamilies.learn(List.of("", ":".repeat(100), "müller:1", "\\x00*"));
    assertThat(families.familyOf("")).isEmpty();
    assertThat(families.familyOf(":".repeat(100))).isEqualTo(":".repeat(40) + "*");
    assertThat(families.familyOf(":".repeat(40))).isEqualTo(KeyFamilies.OTHER);
    assertThat(families.familyOf("müller:1")).isEqualTo("*:*");
    assertThat(KeyFamilies.learn(List.of()).familyOf("a")).isEqualTo(KeyFamilies.OTHER);
  }

  @Test
  void everyKeyThatWasLearntFromHasAFamily() {
    List<String> keys = shop();
    KeyFamilies families = KeyFamilies.learn(keys);
    assertThat(keys).noneMatch(key -> families.familyOf(key).equals(KeyFamilies.OTHER));
    assertThat(keys.stream().map(families::familyOf).distinct()).hasSizeLessThan(12);
  }
}
