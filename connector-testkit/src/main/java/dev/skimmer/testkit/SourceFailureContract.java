package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractKeys.fill;
import static dev.skimmer.testkit.ContractKeys.open;
import static dev.skimmer.testkit.ContractKeys.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fails says so with a code, loses nothing, and ends when it is asked to. */
interface SourceFailureContract extends SourceHarness {
  /** Longer than any test waits. */
  Duration FOREVER = Duration.ofHours(1);

  @Test
  default void saysWhatIsNotThere() {
    ConnectorException failure =
        catchThrowableOfType(
            ConnectorException.class,
            () -> {
              Context context = Context.system();
              try (var session = open(source(), configurationOfNothing(), context)) {
                session.check();
              }
            });
    assertThat(failure).as("a source that is not there is refused").isNotNull();
    assertThat(failure.category()).isIn(ErrorCategory.CONFIG, ErrorCategory.TRANSIENT);
    assertThat(failure.getMessage()).isNotBlank();
  }

  @Test
  @Tag("promise-2")
  @Tag("guard")
  default void losesNothingWhenAConnectionBreaks() {
    fill(this, 0, KEYS);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      for (Split split : session.plan(1)) {
        if (!readThroughABreak(session, copy, split)) {
          return;
        }
      }
      assertThat(copy.keys()).isEqualTo(texts(this, 0, KEYS));
      assertThat(copy.sweep(session)).isEmpty();
      assertThat(copy.pass(session)).isEmpty();
    }
  }

  private boolean readThroughABreak(Source.Session session, SourceCopy copy, Split split) {
    WatchedRows known = new WatchedRows(split.table(), copy.of(split.table()));
    Cursor cursor = Cursor.START;
    boolean broken = false;
    try (SplitReader reader = session.read(split, cursor, known)) {
      while (!reader.isFinished()) {
        for (Operation operation : copy.poll(reader, known, FOREVER)) {
          cursor = operation instanceof Checkpoint checkpoint ? checkpoint.cursor() : cursor;
        }
        if (!broken && !breakConnections()) {
          return false;
        }
        broken = true;
      }
    } catch (ConnectorException e) {
      assertThat(e.category()).as(e.getMessage()).isEqualTo(ErrorCategory.TRANSIENT);
      copy.read(session, split, cursor);
    }
    return true;
  }

  @Test
  @Timeout(60)
  default void wakesUpAPollThatWaits() throws InterruptedException {
    fill(this, 0, KEYS);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      Split split = session.plan(1).get(0);
      WatchedRows known = new WatchedRows(split.table(), copy.of(split.table()));
      try (SplitReader reader = session.read(split, Cursor.START, known)) {
        Optional<Runnable> speakAgain = silence();
        try {
          if (speakAgain.isPresent()) {
            pollUntilWoken(copy, reader, known);
          } else {
            reader.wakeup();
            copy.poll(reader, known, FOREVER);
          }
        } finally {
          speakAgain.ifPresent(Runnable::run);
        }
      }
    }
  }

  /**
   * The first polls may return what had arrived before; then one waits, and only a wakeup ends it.
   */
  private static void pollUntilWoken(SourceCopy copy, SplitReader reader, WatchedRows known)
      throws InterruptedException {
    AtomicBoolean returned = new AtomicBoolean();
    Thread waker =
        new Thread(
            () -> {
              while (!returned.get()) {
                reader.wakeup();
                Thread.onSpinWait();
              }
            });
    waker.start();
    try {
      while (!copy.poll(reader, known, FOREVER).isEmpty()) {
        assertThat(reader.isFinished()).as("a silent source has more to read").isFalse();
      }
    } finally {
      returned.set(true);
      waker.join();
    }
  }

  @Test
  default void canBeClosedTwice() {
    fill(this, 0, 3);
    Source.Session session = open(this);
    SourceCopy copy = new SourceCopy(session);
    Split split = session.plan(1).get(0);
    SplitReader reader = session.read(split, Cursor.START, copy.of(split.table()));
    reader.close();
    reader.close();
    reader.wakeup();
    SplitReader sweep = session.sweep(split.table(), copy.of(split.table()));
    sweep.close();
    sweep.close();
    session.close();
    session.close();
  }
}
