package dev.skimmer.duckdb;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Commits rows until a commit fails; prints how many commits succeeded and how it failed. */
final class WriteUntilFull {
  static final int ROWS_A_COMMIT = 100;

  private WriteUntilFull() {}

  public static void main(String[] arguments) {
    DuckDbConfig config = DuckDbConfig.of(Path.of(arguments[0]));
    try (Destination.Session session = new DuckDbDestination().open(config, Context.system())) {
      session.apply(SmallTable.SCHEMA);
      write(session);
    } catch (ConnectorException e) {
      System.out.println("failed " + e.code() + " " + e.getMessage());
    }
  }

  private static void write(Destination.Session session) {
    try (Writer writer = session.openWriter("full")) {
      Optional<StoredState> before = Optional.empty();
      for (int commit = 1; commit < 10_000; commit++) {
        StoredState next = new StoredState(commit, "token", "{}");
        writer.write(rows(commit));
        writer.commit(new StateChange(before, next));
        before = Optional.of(next);
        System.out.println("committed " + commit);
      }
    }
  }

  private static List<Operation> rows(int commit) {
    List<Operation> rows = new ArrayList<>();
    byte[] noise = new byte[5_000];
    for (int i = 0; i < ROWS_A_COMMIT; i++) {
      new Random(commit * 1_000L + i).nextBytes(noise);
      String key = "key " + commit + " " + i;
      Row row = SmallTable.row(key, new String(noise, StandardCharsets.ISO_8859_1));
      rows.add(new Upsert(SmallTable.SCHEMA.id(), KeyHash.ofUtf8(key), row, false));
    }
    return rows;
  }
}
