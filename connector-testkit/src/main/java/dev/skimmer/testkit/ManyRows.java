package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractTables.MAIN;
import static dev.skimmer.testkit.ContractTables.PIPELINE;
import static dev.skimmer.testkit.ContractTables.add;
import static dev.skimmer.testkit.ContractTables.row;
import static dev.skimmer.testkit.ContractTables.to;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes many rows and reads them back, for a JVM with little memory. */
final class ManyRows {
  private static final int BATCH = 1_000;

  private ManyRows() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    int count = Integer.getInteger("skimmer.contract.rows");
    try (Destination.Session session = ChildSession.open(arguments)) {
      session.apply(MAIN);
      long begun = System.nanoTime();
      write(session, count);
      long written = System.nanoTime();
      try (Stream<KnownRow> known = session.knownRows(MAIN)) {
        long sum = known.mapToLong(row -> Long.parseLong(row.keyText().substring(4))).sum();
        System.out.println("sum " + sum);
      }
      System.out.printf(
          "wrote %d rows/s, read %d rows/s%n",
          count * 1_000_000_000L / (written - begun),
          count * 1_000_000_000L / (System.nanoTime() - written));
    }
  }

  /** In one transaction, whose size must not matter either. */
  private static void write(Destination.Session session, int count) {
    try (Writer writer = session.openWriter(PIPELINE)) {
      for (int from = 0; from < count; from += BATCH) {
        writer.write(batch(from, Math.min(from + BATCH, count)));
      }
      writer.commit(to(1));
    }
  }

  private static List<Operation> batch(int from, int to) {
    List<Operation> batch = new ArrayList<>(BATCH);
    for (int i = from; i < to; i++) {
      batch.add(add(MAIN, row("key " + i, i)));
    }
    return batch;
  }
}
