package dev.skimmer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapedTextTest {
  private static final int CASES = Integer.getInteger("skimmer.cases", 200_000);

  /** Bytes that the rule treats specially, or that begin, continue or break UTF-8 sequences. */
  private static final byte[] ADVERSARIAL =
      HexFormat.of()
          .parseHex("005c5c5c7858303041467f80bfc0c1c3a9e282ac20edA080f09f9880f48fbfbfffFe");

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "61, a",
    "c3a9, é",
    "5c, \\",
    "615c62, a\\b",
    "5c6e, \\n",
    "5c78, \\\\x",
    "5c5c, \\\\\\\\",
    "00, \\x00",
    "ff, \\xFF",
    "5cff, \\\\\\xFF",
    "eda080, \\xED\\xA0\\x80",
    "c080, \\xC0\\x80",
    "f09f9880, 😀",
    "f09f98, \\xF0\\x9F\\x98",
  })
  void writesBytesAsTheRuleSays(String hex, String text) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(EscapedText.encode(bytes)).isEqualTo(text);
    assertThat(EscapedText.decode(text)).isEqualTo(bytes);
  }

  @Test
  void twoDifferentByteStringsNeverGiveOneText() {
    Random random = new Random(7);
    Map<String, byte[]> seen = new HashMap<>();
    for (int i = 0; i < CASES; i++) {
      byte[] bytes = i % 2 == 0 ? adversarial(random) : arbitrary(random);
      String text = EscapedText.encode(bytes);
      byte[] other = seen.put(text, bytes);
      assertThat(other == null || Arrays.equals(other, bytes)).as(text).isTrue();
      assertThat(EscapedText.decode(text)).isEqualTo(bytes);
    }
  }

  @Test
  @Tag("promise-13")
  void everyTextIsValidUnicodeWithoutNul() {
    Random random = new Random(8);
    for (int i = 0; i < CASES / 4; i++) {
      byte[] text = EscapedText.encode(adversarial(random)).getBytes(StandardCharsets.UTF_8);
      assertThat(Utf8.isText(text, 0, text.length)).isTrue();
    }
  }

  @Test
  void agreesWithTheDecoderOfThePlatformAboutWhatUtf8Is() {
    Random random = new Random(9);
    for (int i = 0; i < CASES; i++) {
      byte[] bytes = i % 2 == 0 ? adversarial(random) : arbitrary(random);
      boolean nul = false;
      for (byte b : bytes) {
        nul |= b == 0;
      }
      assertThat(Utf8.isText(bytes, 0, bytes.length))
          .as(HexFormat.of().formatHex(bytes))
          .isEqualTo(!nul && decodes(bytes));
    }
  }

  @Test
  void encodesAPartOfABuffer() {
    assertThat(EscapedText.encode(new byte[] {0, 'a', 'b', 0}, 1, 2)).isEqualTo("ab");
    assertThat(EscapedText.encode(new byte[] {'a', 0, '\\', 'b'}, 1, 2)).isEqualTo("\\x00\\\\");
  }

  @ParameterizedTest
  @CsvSource({"\\x4", "\\\\\\y", "\\xZZ", "\\x00\\", "\\x41", "\\xff", "a\\\\b", "\\xC3\\xA9"})
  void refusesTextThatTheRuleNeverWrites(String text) {
    assertThatThrownBy(() -> EscapedText.decode(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] adversarial(Random random) {
    byte[] bytes = new byte[random.nextInt(7)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = ADVERSARIAL[random.nextInt(ADVERSARIAL.length)];
    }
    return bytes;
  }

  private static byte[] arbitrary(Random random) {
    byte[] bytes = new byte[random.nextInt(6)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
