package dev.skimmer.dragonfly;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs passes as the engine does, and applies what they emit to rows in memory. */
final class Passes {
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private Passes() {}

  /** Reads everything and sweeps; returns the operations other than checkpoints. */
  static List<Operation> sync(DragonflyConfig config, FakeKnownRows known) {
    return sync(config, known, Context.system());
  }

  static List<Operation> sync(DragonflyConfig config, FakeKnownRows known, Context context) {
    try (Source.Session session = new DragonflySource().open(config, context)) {
      known.newPass();
      List<Operation> operations = scan(session, Cursor.START, known);
      try (SplitReader reader = session.sweep(new TableId(TestConfigs.TABLE), known)) {
        operations.addAll(drain(reader, known));
      }
      operations.removeIf(Checkpoint.class::isInstance);
      return operations;
    }
  }

  /** Reads one split from a cursor on. */
  static List<Operation> scan(Source.Session session, Cursor from, FakeKnownRows known) {
    try (SplitReader reader = session.read(session.plan(1).get(0), from, known)) {
      return drain(reader, known);
    }
  }

  /** Polls to the end, applying each batch. */
  static List<Operation> drain(SplitReader reader, FakeKnownRows known) {
    List<Operation> all = new ArrayList<>();
    while (!reader.isFinished()) {
      List<Operation> operations = reader.poll(MAX_WAIT);
      known.apply(operations);
      all.addAll(operations);
    }
    return all;
  }
}
