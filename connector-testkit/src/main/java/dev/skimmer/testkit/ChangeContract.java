package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractKeys.deleted;
import static dev.skimmer.testkit.ContractKeys.fill;
import static dev.skimmer.testkit.ContractKeys.key;
import static dev.skimmer.testkit.ContractKeys.open;
import static dev.skimmer.testkit.ContractKeys.upserted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is the same is not written again, and what differs is. */
interface ChangeContract extends SourceHarness {
  @Test
  default void writesNothingInASecondPass() {
    fill(this, 0, KEYS);
    SourceCopy copy;
    try (Source.Session session = open(this)) {
      copy = new SourceCopy(session);
      copy.pass(session);
      assertThat(copy.pass(session)).isEmpty();
    }
    try (Source.Session session = open(this)) {
      assertThat(copy.pass(session)).isEmpty();
    }
  }

  @Test
  default void writesWhatIsNewChangedAndGone() {
    fill(this, 0, 50);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      copy.pass(session);
      put(key(7), "changed");
      put(key(50), "new");
      remove(key(9));
      List<Operation> operations = copy.pass(session);
      assertThat(upserted(copy, operations, true)).containsExactly(keyText(key(7)));
      assertThat(upserted(copy, operations, false)).containsExactly(keyText(key(50)));
      assertThat(deleted(copy, operations)).containsExactly(keyText(key(9)));
      assertThat(operations).hasSize(3);
    }
  }

  @Test
  default void givesEqualValuesEqualFingerprints() {
    put(key(1), "one");
    put(key(2), "one");
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      copy.pass(session);
      Fingerprint first = copy.fingerprintOf(keyText(key(1)));
      assertThat(copy.fingerprintOf(keyText(key(2)))).isEqualTo(first);
      put(key(1), "other");
      copy.pass(session);
      assertThat(copy.fingerprintOf(keyText(key(1)))).isNotEqualTo(first);
      put(key(1), "one");
      copy.pass(session);
      assertThat(copy.fingerprintOf(keyText(key(1)))).isEqualTo(first);
    }
  }

  @Test
  default void tellsValuesApart() {
    List<String> values =
        List.of(
            "",
            " ",
            "a",
            "A",
            "a ",
            " a",
            "\n",
            "\r\n",
            "1",
            "1.0",
            "01",
            "é",
            "e\u0301",
            "😀",
            "null",
            "\"",
            "\"\"",
            "'",
            ",",
            "a,b",
            "\\",
            "\\x00",
            "\\\\",
            "{}",
            "x".repeat(1 << 20));
    for (int i = 0; i < values.size(); i++) {
      put(key(i), values.get(i));
    }
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      copy.pass(session);
      Map<Fingerprint, String> byFingerprint = new LinkedHashMap<>();
      for (int i = 0; i < values.size(); i++) {
        byFingerprint.put(copy.fingerprintOf(keyText(key(i))), values.get(i));
      }
      assertThat(byFingerprint.values()).containsExactlyElementsOf(values);
    }
  }
}
