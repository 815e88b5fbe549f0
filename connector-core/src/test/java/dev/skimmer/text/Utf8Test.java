package dev.skimmer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  /** What may follow the first two bytes: nothing, and continuation bytes at their two ends. */
  private static final List<String> REST = List.of("", "80", "8080", "bfbf", "7f80", "80c0");

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer decoded = CharBuffer.allocate(8);

  @Test
  void everyPairOfFirstBytesIsJudgedAsThePlatformJudgesIt() {
    for (int pair = 0x0101; pair <= 0xFFFF; pair++) {
      for (String rest : REST) {
        byte[] tail = HexFormat.of().parseHex(rest);
        byte[] bytes =
            ByteBuffer.allocate(2 + tail.length).putShort((short) pair).put(tail).array();
        boolean hasNul = bytes[0] == 0 || bytes[1] == 0;
        if (Utf8.isText(bytes, 0, bytes.length) != (!hasNul && decodes(bytes))) {
          fail("Judged otherwise than by the platform: " + HexFormat.of().formatHex(bytes));
        }
      }
    }
  }

  @Test
  void aSequenceThatTheEndCutsOffIsNoText() {
    byte[] euro = HexFormat.of().parseHex("e282ac");
    assertThat(Utf8.isText(euro, 0, 3)).isTrue();
    assertThat(Utf8.isText(euro, 0, 2)).isFalse();
    assertThat(Utf8.isText(euro, 0, 1)).isFalse();
    assertThat(Utf8.isText(euro, 0, 0)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"7f, 1", "80, 2", "7ff, 2", "800, 3", "d7ff, 3", "e000, 3", "ffff, 3", "10000, 4"})
  void countsTheBytesOfTheFirstAndTheLastCharacterOfEachLength(String codePoint, int bytes) {
    String text = Character.toString(Integer.parseInt(codePoint, 16));
    assertThat(Utf8.length(text)).isEqualTo(bytes);
    assertThat(Utf8.length("a" + text + text)).isEqualTo(1 + 2 * bytes);
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(bytes);
  }

  private boolean decodes(byte[] bytes) {
    decoded.clear();
    return !decoder.reset().decode(ByteBuffer.wrap(bytes), decoded, true).isError();
  }
}
