package dev.skimmer.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("promise-36")
class PrintableTest {
  /**
   * Escape, its one-character form, delete, bell, line and paragraph separators, and directions.
   */
  @ParameterizedTest
  @ValueSource(
      ints = {0, 7, 8, 9, 13, 0x1b, 0x7f, 0x85, 0x9b, 0x61c, 0x200e, 0x2028, 0x202e, 0x2066})
  void leavesNothingThatSteersATerminal(int character) {
    String text = "a" + Character.toString(character) + "b";
    assertThat(Printable.line(text)).isEqualTo("a?b");
    assertThat(Printable.lines(text)).isEqualTo("a?b");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7f, 0x85, 0x9b, 0x61c, 0x200e, 0x2028, 0x202e, 0x2066})
  void escapesInJsonWhatSteersATerminal(int character) {
    String escape = "\\u%04X".formatted(character);
    assertThat(Printable.json("{\"a\\\\" + Character.toString(character) + "\":1}"))
        .isEqualTo("{\"a\\\\" + escape + "\":1}");
  }

  @Test
  void keepsALineFeedWhereThereMayBeLines() {
    assertThat(Printable.lines("a\nb")).isEqualTo("a\nb");
    assertThat(Printable.line("a\nb")).isEqualTo("a?b");
  }

  @Test
  void keepsWhateverElseThereIs() {
    String text = "é ü 漢 😀 \u200b-~\u00a0";
    assertThat(Printable.line(text)).isEqualTo(text);
  }

  @Test
  void aPartOfAMessageIsOneShortLine() {
    assertThat(Printable.brief(" a\r\n\tb\u001b[31m ")).isEqualTo("a b?[31m");
    assertThat(Printable.quoted("a\nb")).isEqualTo("\"a b\"");
    assertThat(Printable.brief("x".repeat(400))).isEqualTo("x".repeat(400));
    assertThat(Printable.brief("x".repeat(401))).isEqualTo("x".repeat(400) + "...");
    assertThat(Printable.brief("x".repeat(399) + "😀")).isEqualTo("x".repeat(399) + "...");
  }
}
