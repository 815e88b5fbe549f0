package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractTables.MAIN;
import static dev.skimmer.testkit.ContractTables.PIPELINE;
import static dev.skimmer.testkit.ContractTables.SERIES;
import static dev.skimmer.testkit.ContractTables.add;
import static dev.skimmer.testkit.ContractTables.change;
import static dev.skimmer.testkit.ContractTables.commit;
import static dev.skimmer.testkit.ContractTables.remove;
import static dev.skimmer.testkit.ContractTables.row;
import static dev.skimmer.testkit.ContractTables.sample;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StoredState;
import java.util.List;

/**
 * Writes one commit after whatever is stored. Which rows the tables hold follows from the sequence
 * of the state alone; each commit adds, changes and removes some, in two tables.
 */
final class OneCommit {
  private OneCommit() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    try (Destination.Session session = ChildSession.open(arguments)) {
      session.apply(MAIN);
      session.apply(SERIES);
      long before = session.stateStore(PIPELINE).load().map(StoredState::sequence).orElse(0L);
      commit(session, operations((int) before + 1));
    }
    System.out.println("committed");
  }

  /** Returns the rows of the main table after the commit with this sequence. */
  static List<Row> rows(int sequence) {
    return sequence == 0
        ? List.of()
        : List.of(row("changed", sequence), row("new " + sequence, sequence));
  }

  /** Returns the samples after the commit with this sequence. */
  static List<Row> samples(int sequence) {
    return sequence == 0
        ? List.of()
        : List.of(sample("s", sequence, sequence), sample("s", sequence + 1, -sequence));
  }

  private static Operation[] operations(int sequence) {
    return new Operation[] {
      sequence == 1 ? add(MAIN, row("changed", 1)) : change(MAIN, row("changed", sequence)),
      add(MAIN, row("new " + sequence, sequence)),
      remove(MAIN, "new " + (sequence - 1)),
      remove(SERIES, "s", sequence - 1L, (long) sequence),
      change(SERIES, sample("s", sequence, sequence)),
      add(SERIES, sample("s", sequence + 1, -sequence))
    };
  }
}
