package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractTables.MAIN;
import static dev.skimmer.testkit.ContractTables.PIPELINE;
import static dev.skimmer.testkit.ContractTables.add;
import static dev.skimmer.testkit.ContractTables.change;
import static dev.skimmer.testkit.ContractTables.commit;
import static dev.skimmer.testkit.ContractTables.row;
import static dev.skimmer.testkit.ContractTables.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Writer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two syncs of one pipeline at the same moment: one wins whole, the other fails cleanly. */
interface RaceContract extends DestinationHarness {
  int RACES = 5;

  @Test
  @Tag("promise-31")
  default void letsOneOfTwoWritersWinWhoWriteTheSameRowsAtTheSameTime() throws Exception {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)));
    }
    for (int race = 1; race <= RACES; race++) {
      int winner = winnerOf(race);
      assertThat(readBack(MAIN))
          .contains(row("a", winner), row("new " + race, winner))
          .hasSize(race + 1);
    }
  }

  /** Returns the version that the winner wrote. */
  private int winnerOf(int race) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Destination.Session first = open();
        Destination.Session second = open()) {
      first.apply(MAIN);
      second.apply(MAIN);
      CyclicBarrier start = new CyclicBarrier(2);
      Future<Optional<ErrorCode>> one = threads.submit(racer(first, start, 2 * race, race));
      Future<Optional<ErrorCode>> other = threads.submit(racer(second, start, 2 * race + 1, race));
      Optional<ErrorCode> lost = one.get();
      Optional<ErrorCode> otherLost = other.get();
      assertThat(List.of(lost, otherLost)).as("one has won").containsOnlyOnce(Optional.empty());
      assertThat(lost.or(() -> otherLost).orElseThrow().category())
          .isIn(ErrorCategory.CONFLICT, ErrorCategory.TRANSIENT);
      return lost.isEmpty() ? 2 * race : 2 * race + 1;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Returns the failure of the commit; empty where it won. */
  private static Callable<Optional<ErrorCode>> racer(
      Destination.Session session, CyclicBarrier start, int version, int race) {
    return () -> {
      try (Writer writer = session.openWriter(PIPELINE)) {
        writer.write(
            List.of(change(MAIN, row("a", version)), add(MAIN, row("new " + race, version))));
        start.await();
        writer.commit(to(race + 1L));
        return Optional.empty();
      } catch (ConnectorException e) {
        return Optional.of(e.code());
      }
    };
  }
}
