package dev.skimmer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A table of any size is written and read in the same memory. */
interface MemoryContract extends DestinationHarness {
  /** A million rows; the system property {@code skimmer.contract.rows} makes a quicker loop. */
  int ROWS = Integer.getInteger("skimmer.contract.rows", 1_000_000);

  @Test
  default void readsAMillionRowsInLittleMemory() {
    ChildJvm.Ended child =
        ChildJvm.run(
            List.of("-Xmx96m", "-Dskimmer.contract.rows=" + ROWS),
            ManyRows.class,
            child().toCommandLine());
    assertThat(child.status()).as(child.output()).isZero();
    assertThat(child.output()).contains("sum " + (long) ROWS * (ROWS - 1) / 2);
    System.out.println(getClass().getSimpleName() + ": " + child.output().strip());
  }
}
