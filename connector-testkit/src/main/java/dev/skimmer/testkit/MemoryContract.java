package dev.skimmer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A table of any size is written and read in the same memory. */
interface MemoryContract extends DestinationHarness {
  /** More than would fit; {@code mvn verify -Pfull} makes it a million. */
  int ROWS = Integer.getInteger("skimmer.contract.rows", 300_000);

  @Test
  default void readsManyRowsInLittleMemory() {
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
