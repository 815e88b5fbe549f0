package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Runs passes as the engine does, and applies what they emit to rows in memory. */
final class Passes {
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);
  private static final int MOST_FAILURES = 3;

  private Passes() {}

  /** Reads everything and sweeps; returns the operations other than checkpoints. */
  static List<Operation> sync(DragonflyConfig config, FakeKnownRows known) {
    return sync(config, known, Context.system());
  }

  static List<Operation> sync(DragonflyConfig config, FakeKnownRows known, Context context) {
    try (Source.Session session = new DragonflySource().open(config, context)) {
      return pass(session, known);
    }
  }

  /** Reads everything and sweeps; returns the operations other than checkpoints. */
  static List<Operation> pass(Source.Session session, FakeKnownRows known) {
    known.newPass();
    List<Operation> operations = scanAll(session, known);
    try (SplitReader reader = session.sweep(new TableId(TestConfigs.TABLE), known)) {
      operations.addAll(drain(reader, known));
    }
    operations.removeIf(Checkpoint.class::isInstance);
    return operations;
  }

  /**
   * Reads everything and sweeps, again after each failure that may pass: from the last checkpoint,
   * with the marks of what was read, as the engine does.
   *
   * @return how many failures there were
   */
  static int passThroughFailures(Source.Session session, FakeKnownRows known) {
    Split split = session.plan(1).get(0);
    AtomicReference<Cursor> cursor = new AtomicReference<>(Cursor.START);
    int failures = untilItEnds(() -> session.read(split, cursor.get(), known), known, cursor);
    return known.allSeen()
        ? failures
        : failures + untilItEnds(() -> session.sweep(split.table(), known), known, cursor);
  }

  private static int untilItEnds(
      Supplier<SplitReader> opener, FakeKnownRows known, AtomicReference<Cursor> cursor) {
    for (int failures = 0; ; failures++) {
      try (SplitReader reader = opener.get()) {
        while (!reader.isFinished()) {
          List<Operation> operations = reader.poll(MAX_WAIT);
          known.apply(operations);
          operations.stream()
              .filter(Checkpoint.class::isInstance)
              .forEach(operation -> cursor.set(((Checkpoint) operation).cursor()));
        }
        return failures;
      } catch (ConnectorException e) {
        assertThat(e.category()).as(e.getMessage()).isEqualTo(ErrorCategory.TRANSIENT);
        assertThat(failures).as(e.getMessage()).isLessThan(MOST_FAILURES);
      }
    }
  }

  /** Reads all splits, one after another. */
  static List<Operation> scanAll(Source.Session session, FakeKnownRows known) {
    List<Operation> operations = new ArrayList<>();
    for (Split split : session.plan(1)) {
      try (SplitReader reader = session.read(split, Cursor.START, known)) {
        operations.addAll(drain(reader, known));
      }
    }
    return operations;
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
