package dev.skimmer.engine;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one split into the queue, on a thread of its own; reopens the reader when it breaks. */
final class SplitTask implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SplitTask.class);
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private final Source.Session source;
  private final Split split;
  private final KnownRows known;
  private final EpochGuard guard;
  private final BatchQueue queue;
  private final Attempts attempts;
  private volatile boolean stopping;
  private volatile SplitReader reader;
  private Cursor cursor;

  SplitTask(
      Source.Session source,
      Split split,
      Cursor from,
      KnownRows known,
      EpochGuard guard,
      BatchQueue queue,
      Retries retries) {
    this.source = source;
    this.split = split;
    this.cursor = from;
    this.known = known;
    this.guard = guard;
    this.queue = queue;
    this.attempts = retries.attempts();
  }

  @Override
  public void run() {
    try {
      while (!stopping && !readOn()) {
        LOG.debug("Reading split {} again from its last checkpoint", split.id());
      }
    } catch (ConnectorException e) {
      queue.fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      queue.fail(bug(e));
    } catch (RuntimeException | Error e) {
      queue.fail(bug(e));
    }
  }

  void stop() {
    stopping = true;
    SplitReader open = reader;
    if (open != null) {
      open.wakeup();
    }
  }

  /** Returns whether nothing is left to do; false after a failure that may pass. */
  private boolean readOn() throws InterruptedException {
    try {
      if (attempts.hasFailed()) {
        guard.check();
      }
      try (SplitReader opened = source.read(split, cursor, known)) {
        reader = opened;
        return drain(opened);
      }
    } catch (ConnectorException e) {
      if (e.code() == ErrorCode.SOURCE_CHANGED) {
        throw e;
      }
      attempts.failed(e);
      return false;
    }
  }

  private boolean drain(SplitReader opened) throws InterruptedException {
    while (!stopping) {
      attempts.begin();
      List<Operation> operations = opened.poll(MAX_WAIT);
      boolean finished = opened.isFinished();
      if (!operations.isEmpty()) {
        attempts.succeeded();
        advance(operations);
      }
      if ((finished || !operations.isEmpty())
          && !queue.put(Batch.of(split.id(), operations, finished))) {
        return true;
      }
      if (finished) {
        return true;
      }
    }
    return true;
  }

  private void advance(List<Operation> operations) {
    for (Operation operation : operations) {
      if (operation instanceof Checkpoint checkpoint) {
        cursor = checkpoint.cursor();
      }
    }
  }

  private ConnectorException bug(Throwable cause) {
    return new ConnectorException(
        ErrorCode.BUG,
        "Reading split %s failed unexpectedly (%s). This is a bug in Skimmer; please report it."
            .formatted(split.id(), cause),
        cause);
  }
}
