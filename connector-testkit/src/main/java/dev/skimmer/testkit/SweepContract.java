package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractKeys.deleted;
import static dev.skimmer.testkit.ContractKeys.fill;
import static dev.skimmer.testkit.ContractKeys.key;
import static dev.skimmer.testkit.ContractKeys.open;
import static dev.skimmer.testkit.ContractKeys.texts;
import static dev.skimmer.testkit.ContractKeys.upserted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sweep removes exactly what is gone, and reads what the scan did not meet. */
interface SweepContract extends SourceHarness {
  @Test
  default void removesExactlyWhatIsGone() {
    fill(this, 0, KEYS);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      copy.pass(session);
      for (int i = KEYS / 2; i < KEYS; i++) {
        remove(key(i));
      }
      List<Operation> operations = copy.pass(session);
      assertThat(deleted(copy, operations))
          .containsExactlyInAnyOrderElementsOf(texts(this, KEYS / 2, KEYS));
      assertThat(copy.keys()).isEqualTo(texts(this, 0, KEYS / 2));
    }
  }

  @Test
  default void readsWhatIsThereButWasNotSeen() {
    fill(this, 0, KEYS);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      copy.pass(session);
      put(key(1), "changed");
      remove(key(2));
      copy.newPass();
      List<Operation> operations = copy.sweep(session);
      assertThat(upserted(copy, operations, true)).containsExactly(keyText(key(1)));
      assertThat(deleted(copy, operations)).containsExactly(keyText(key(2)));
      assertThat(copy.pass(session)).isEmpty();
    }
  }

  @Test
  default void leavesAloneWhatThePassHasSeen() {
    fill(this, 0, 20);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      copy.pass(session);
      copy.newPass();
      copy.scan(session);
      put(key(1), "changed");
      remove(key(2));
      assertThat(copy.sweep(session)).isEmpty();
    }
  }

  @Test
  default void removesEverythingWhereNothingIsLeft() {
    fill(this, 0, 20);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      copy.pass(session);
      for (int i = 0; i < 20; i++) {
        remove(key(i));
      }
      copy.pass(session);
      assertThat(copy.keys()).isEmpty();
    }
  }
}
