package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractTables.MAIN;
import static dev.skimmer.testkit.ContractTables.PIPELINE;
import static dev.skimmer.testkit.ContractTables.SERIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.fault.FailPoints;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.StoredState;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Wherever a JVM is killed, rows and state are those of one commit, and the next one goes on. */
interface HaltContract extends DestinationHarness {
  /** Around the rows, the state and the commit: fewer would leave a step out. */
  int LEAST_POINTS = 4;

  @Test
  @Tag("promise-28")
  default void keepsRowsAndStateOfOneCommitWhereverItIsKilled() {
    commitInAChild(Long.MAX_VALUE);
    assertOneCommit("the first");
    int points = 0;
    for (ChildJvm.Ended child = commitInAChild(1);
        child.status() == FailPoints.HALTED;
        child = commitInAChild(points + 1)) {
      points++;
      assertOneCommit(child.output());
    }
    assertThat(points).isGreaterThanOrEqualTo(LEAST_POINTS);
    assertOneCommit("the last");
  }

  private ChildJvm.Ended commitInAChild(long haltAt) {
    ChildJvm.Ended child =
        ChildJvm.run(
            List.of("-Xmx128m", "-D" + FailPoints.PROPERTY + "=" + haltAt),
            OneCommit.class,
            child().toCommandLine());
    assertThat(child.status()).as(child.output()).isIn(0, FailPoints.HALTED);
    if (child.status() == FailPoints.HALTED) {
      forgetDeadClients();
    }
    return child;
  }

  private void assertOneCommit(String where) {
    int sequence;
    try (Destination.Session session = open()) {
      sequence =
          session.stateStore(PIPELINE).load().map(StoredState::sequence).orElse(0L).intValue();
    }
    assertThat(sequence).as(where).isPositive();
    assertThat(readBack(MAIN))
        .as(where)
        .containsExactlyInAnyOrderElementsOf(OneCommit.rows(sequence));
    assertThat(readBack(SERIES))
        .as(where)
        .containsExactlyInAnyOrderElementsOf(OneCommit.samples(sequence));
  }
}
