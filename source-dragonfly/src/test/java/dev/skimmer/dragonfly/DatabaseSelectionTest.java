package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSelectionTest {
  @Test
  void oneNumberIsThatDatabaseAlone() {
    DatabaseSelection selection = DatabaseSelection.parse(" 7 ");
    assertThat(selection.numbers()).containsExactly(7);
    assertThat(selection.isSingle()).isTrue();
    assertThat(selection).hasToString("7");
  }

  @Test
  void aListIsSorted() {
    DatabaseSelection selection = DatabaseSelection.parse("7, 0,15");
    assertThat(selection.numbers()).containsExactly(0, 7, 15);
    assertThat(selection.isSingle()).isFalse();
    assertThat(selection).hasToString("0,7,15");
  }

  @Test
  void aStarIsAllSixteen() {
    DatabaseSelection selection = DatabaseSelection.parse("*");
    assertThat(selection.numbers()).hasSize(16).startsWith(0).endsWith(15);
    assertThat(selection.isSingle()).isFalse();
    assertThat(selection).hasToString("*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"16", "a", "1,,2", ",", "1,", "-1", "+1", "0.5", "*,1", "1;2", "999"})
  void anythingElseIsRefusedInTheWordsOfTheUser(String text) {
    assertThatThrownBy(() -> DatabaseSelection.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 0 to 15")
        .hasMessageContaining("\"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"3,3|3", "0,7,00|0"})
  void aNumberThatStandsTwiceIsRefused(String text, String number) {
    assertThatThrownBy(() -> DatabaseSelection.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names " + number + " twice");
  }
}
