package dev.skimmer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.fault.FailPoints;
import dev.skimmer.spi.Destination;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Wherever a whole sync is killed, the next one needs no flag and finishes its work. */
interface SyncHaltContract extends DestinationHarness {
  /** Around the lease, the scan, the sweep, and each of two commits. */
  int LEAST_POINTS = 10;

  /** Only every so many points, from a first one that the seed chooses; 1 means all of them. */
  String STEP = "skimmer.halt.step";

  @Test
  @Tag("promise-23")
  @Tag("promise-28")
  @Tag("promise-31")
  default void equalsTheKeyspaceAfterTheNextSyncWhereverASyncIsKilled() {
    int step = Integer.getInteger(STEP, 7);
    int first = 1 + Math.floorMod(Long.getLong("skimmer.seed", System.nanoTime()), step);
    System.out.println("seed " + (first - 1));
    syncHere(0);
    int generation = 1;
    List<String> halts = new ArrayList<>();
    int point = first;
    for (ChildJvm.Ended child = syncInAChild(generation, point);
        child.status() == FailPoints.HALTED;
        child = syncInAChild(generation, point)) {
      halts.add(child.output().strip());
      forgetDeadClients();
      syncHere(generation);
      assertThat(readBack(MemoryKeyspace.TABLE))
          .as(child.output())
          .containsExactlyInAnyOrderElementsOf(OneSync.keyspace(generation).rows());
      generation++;
      point += step;
    }
    assertThat(readBack(MemoryKeyspace.TABLE))
        .containsExactlyInAnyOrderElementsOf(OneSync.keyspace(generation).rows());
    System.out.printf(
        "%s: halted at %d points of about %d%n",
        getClass().getSimpleName(), halts.size(), point - 1);
    assertThat(halts).as("points").hasSizeGreaterThanOrEqualTo(LEAST_POINTS / step);
  }

  private void syncHere(int generation) {
    try (Destination.Session session = open()) {
      OneSync.run(session, generation);
    }
  }

  private ChildJvm.Ended syncInAChild(int generation, int haltAt) {
    List<String> arguments = new ArrayList<>();
    arguments.add("" + generation);
    arguments.addAll(List.of(child().toCommandLine()));
    ChildJvm.Ended ended =
        ChildJvm.run(
            List.of("-Xmx128m", "-D" + FailPoints.PROPERTY + "=" + haltAt),
            OneSync.class,
            arguments.toArray(String[]::new));
    assertThat(ended.status()).as(ended.output()).isIn(0, FailPoints.HALTED);
    return ended;
  }
}
