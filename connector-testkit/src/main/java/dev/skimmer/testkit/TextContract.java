package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractTables.MAIN;
import static dev.skimmer.testkit.ContractTables.add;
import static dev.skimmer.testkit.ContractTables.change;
import static dev.skimmer.testkit.ContractTables.commit;
import static dev.skimmer.testkit.ContractTables.remove;
import static dev.skimmer.testkit.ContractTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys are compared byte by byte, and text stays as it is. */
interface TextContract extends DestinationHarness {
  @Test
  @Tag("promise-14")
  default void tellsKeysApartByTheirBytes() {
    List<String> keys =
        List.of(
            "a", "A", "a ", "a  ", " a", "a\t", "\u00e9", "e\u0301", "ß", "ss", "", " ", "\u200ba",
            "a\u200b", "\u00ada", "\uff41", "%", "_");
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, keys.stream().map(k -> add(MAIN, row(k, 1))).toArray(Operation[]::new));
      commit(session, change(MAIN, row("a", 2)), remove(MAIN, "A"), remove(MAIN, "e\u0301"));
    }
    assertThat(readBack(MAIN))
        .containsExactlyInAnyOrder(
            keys.stream()
                .filter(key -> !key.equals("A") && !key.equals("e\u0301"))
                .map(key -> row(key, key.equals("a") ? 2 : 1))
                .toArray(Row[]::new));
  }

  @Test
  @Tag("promise-13")
  default void keepsTextOfEveryPlane() {
    String text = "😀 𝄞 \uFFFF \uFFFE \u0001\u001b[31m \r\n \\x00 \\\\ ' \" ` ; -- /* \u2028";
    Row row = withValue("😀\uD834\uDD1E", text);
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row));
      commit(session, change(MAIN, row));
    }
    assertThat(readBack(MAIN)).containsExactly(row);
  }

  @Test
  @Tag("promise-15")
  default void keepsAKeyOfOneMegabyte() {
    String key = "k".repeat(1 << 20);
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row(key, 1)), add(MAIN, row(key + "!", 1)));
      commit(session, change(MAIN, row(key, 2)));
      commit(session, remove(MAIN, key + "!"));
    }
    assertThat(readBack(MAIN)).containsExactly(row(key, 2));
  }

  @Test
  @Tag("promise-15")
  default void tellsKeysOfOneMegabyteApartByTheirLastByte() {
    String start = "k".repeat((1 << 20) - 1);
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(
          session,
          add(MAIN, row(start + "a", 1)),
          add(MAIN, row(start + "b", 1)),
          add(MAIN, row(start + "A", 1)),
          add(MAIN, row(start + " ", 1)));
      commit(session, change(MAIN, row(start + "a", 2)), remove(MAIN, start + "b"));
    }
    assertThat(readBack(MAIN))
        .containsExactlyInAnyOrder(row(start + "a", 2), row(start + "A", 1), row(start + " ", 1));
  }

  @Test
  default void keepsAValueOfTenMegabytes() {
    Row row = withValue("large", "0123456789".repeat(1 << 20));
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row));
    }
    assertThat(readBack(MAIN)).containsExactly(row);
  }

  private static Row withValue(String key, String value) {
    Row row = row(key, 1);
    return Row.of(
        key,
        value,
        row.value(2),
        row.value(3),
        row.value(4),
        row.value(5),
        row.value(6),
        row.value(7));
  }
}
