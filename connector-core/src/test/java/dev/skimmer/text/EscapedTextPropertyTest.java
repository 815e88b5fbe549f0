package dev.skimmer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the text rule promises, for byte strings that are chosen to break it. */
@Tag("promise-12")
class EscapedTextPropertyTest {
  private static final long SEED = Long.getLong("skimmer.seed", 20_261_124L);
  private static final int PAIRS = Integer.getInteger("skimmer.cases", 1_000_000);
  private static final int TEXTS = Integer.getInteger("skimmer.cases", 300_000);

  /**
   * Backslashes, the marks and the digits of escapes, NUL, halves of UTF-8, overlong forms,
   * surrogates, what is above the last character, characters of two to four bytes, and one
   * character in two normal forms.
   */
  private static final List<byte[]> ALPHABET =
      Stream.of(
              "5c",
              "78",
              "58",
              "5c78",
              "5c5c",
              "30",
              "41",
              "46",
              "66",
              "5c783431",
              "5c784646",
              "5c786666",
              "00",
              "ff",
              "80",
              "bf",
              "c3",
              "a9",
              "c080",
              "c1",
              "e0",
              "e08080",
              "eda080",
              "edb080",
              "ed",
              "f0",
              "f09f98",
              "f0808080",
              "f4908080",
              "fe",
              "c3a9",
              "65cc81",
              "e282ac",
              "efbfbd",
              "efbbbf",
              "f09f9880",
              "f48fbfbf",
              "0a",
              "20",
              "7f")
          .map(HexFormat.of()::parseHex)
          .toList();

  private final Random random = new Random(SEED);

  @BeforeAll
  static void printSeed() {
    System.out.println("seed " + SEED);
  }

  @Test
  void aMillionPairsOfDifferentByteStringsGiveDifferentTextsThatDecode() {
    for (int i = 0; i < PAIRS; i++) {
      byte[] one = any();
      byte[] other = random.nextInt(4) == 0 ? any() : neighbour(one);
      String text = EscapedText.encode(one);
      String otherText = EscapedText.encode(other);
      if (text.equals(otherText) != Arrays.equals(one, other)) {
        fail("%s and %s give %s and %s", hex(one), hex(other), text, otherText);
      }
      if (!Arrays.equals(EscapedText.decode(text), one)) {
        fail("%s gives %s, which does not give it back", hex(one), text);
      }
    }
  }

  @Test
  void allShortByteStringsOverTheDangerousBytesGiveDifferentTexts() {
    byte[] dangerous = HexFormat.of().parseHex("005c783041ffc3a9f0");
    Map<String, byte[]> seen = new HashMap<>();
    for (int length = 0; length <= 5; length++) {
      for (int number = 0; number < Math.pow(dangerous.length, length); number++) {
        byte[] bytes = new byte[length];
        int rest = number;
        for (int i = 0; i < length; i++) {
          bytes[i] = dangerous[rest % dangerous.length];
          rest /= dangerous.length;
        }
        byte[] other = seen.put(EscapedText.encode(bytes), bytes);
        assertThat(other == null).as("%s", hex(bytes)).isTrue();
      }
    }
    assertThat(seen).hasSize(1 + 9 + 81 + 729 + 6561 + 59049);
  }

  @Test
  void aTextThatDecodesIsTheOneThatTheBytesGive() {
    for (int i = 0; i < TEXTS; i++) {
      String text = new String(any(), StandardCharsets.UTF_8);
      Optional<byte[]> bytes = decoded(text);
      if (bytes.isPresent() && !EscapedText.encode(bytes.get()).equals(text)) {
        fail("%s decodes to %s, which gives another text", text, hex(bytes.get()));
      }
    }
  }

  private static Optional<byte[]> decoded(String text) {
    try {
      return Optional.of(EscapedText.decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private byte[] any() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = random.nextInt(8); i > 0; i--) {
      if (random.nextInt(10) == 0) {
        bytes.write(random.nextInt(256));
      } else {
        bytes.writeBytes(ALPHABET.get(random.nextInt(ALPHABET.size())));
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Returns what a careless rule could take for the same: texts of the text, twins, near misses.
   */
  private byte[] neighbour(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return switch (random.nextInt(8)) {
      case 0 -> utf8(EscapedText.encode(bytes));
      case 1 -> utf8(EscapedText.encode(bytes).replace("\\\\", "\\"));
      case 2 -> utf8(EscapedText.encode(bytes).toLowerCase(Locale.ROOT));
      case 3 -> utf8(text);
      case 4 -> utf8(Normalizer.normalize(text, Normalizer.Form.NFC));
      case 5 -> utf8(Normalizer.normalize(text, Normalizer.Form.NFD));
      case 6 -> Arrays.copyOf(bytes, Math.max(0, bytes.length + random.nextInt(3) - 1));
      default -> changed(bytes);
    };
  }

  private byte[] changed(byte[] bytes) {
    byte[] changed = bytes.clone();
    if (changed.length > 0) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return changed;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
