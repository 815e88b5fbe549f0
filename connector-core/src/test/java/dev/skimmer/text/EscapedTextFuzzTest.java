package dev.skimmer.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class EscapedTextFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void anyBytesComeBackFromTheirText(FuzzedDataProvider input) {
    byte[] bytes = input.consumeRemainingAsBytes();
    String text = EscapedText.encode(bytes);
    assertThat(EscapedText.decode(text)).isEqualTo(bytes);
    assertThat(text).doesNotContain("\0");
    assertThat(Utf8.length(text))
        .isEqualTo(text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
  }
}
