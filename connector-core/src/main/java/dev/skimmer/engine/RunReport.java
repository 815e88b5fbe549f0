package dev.skimmer.engine;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.Source;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;

/** Collects the figures of one run, and tells the listener. Used by the writing thread. */
final class RunReport {
  private static final long PROGRESS_NANOS = 250_000_000L;

  private final PassMetrics metrics;
  private final KnownTables tables;
  private final SyncListener listener;
  private final OptionalLong expected;
  private final Counts counts;
  private final String id = UUID.randomUUID().toString();
  private final Instant startedAt;
  private final long startedNanos = System.nanoTime();
  private final long scannedBefore;
  private final long recheckedBefore;
  private final long vanishedBefore;
  private final long unsupportedBefore;
  private final long bytesBefore;
  private long reportedNanos;
  private long pass;
  private boolean resumed;

  RunReport(Context context, Source.Session source, KnownTables tables, SyncListener listener) {
    this.metrics = context.metrics();
    this.tables = tables;
    this.listener = listener;
    this.expected = expectedKeys(source, tables);
    this.counts = new Counts(tables);
    this.startedAt = context.clock().instant();
    this.scannedBefore = metrics.scanned();
    this.recheckedBefore = metrics.rechecked();
    this.vanishedBefore = metrics.vanished();
    this.unsupportedBefore = metrics.unsupported();
    this.bytesBefore = metrics.bytesRead();
  }

  void begin(long passNumber, boolean isResumed) {
    pass = passNumber;
    resumed = isResumed;
  }

  String id() {
    return id;
  }

  Instant startedAt() {
    return startedAt;
  }

  Counts counts() {
    return counts;
  }

  void progress() {
    long now = System.nanoTime();
    if (now - reportedNanos >= PROGRESS_NANOS) {
      reportedNanos = now;
      listener.onProgress(
          new SyncProgress(
              metrics.scanned() - scannedBefore,
              expected,
              counts.inserted() + counts.updated() + counts.deleted(),
              counts.errors(),
              metrics.bytesRead() - bytesBefore));
    }
  }

  SyncResult failed() {
    return result(Outcome.FAILED, counts, 0);
  }

  SyncResult result(boolean finished) {
    if (!finished) {
      return result(Outcome.INTERRUPTED, counts, 0);
    }
    Outcome outcome = counts.errors() > 0 ? Outcome.ERRORS : Outcome.IN_SYNC;
    return result(outcome, counts, tables.unseenRows());
  }

  private SyncResult result(Outcome outcome, Counts committed, long outOfScope) {
    return new SyncResult(
        outcome,
        pass,
        resumed,
        metrics.scanned() - scannedBefore,
        metrics.rechecked() - recheckedBefore,
        committed.inserted(),
        committed.updated(),
        committed.deleted(),
        tables.unchanged(),
        metrics.vanished() - vanishedBefore,
        committed.errors(),
        metrics.unsupported() - unsupportedBefore,
        outOfScope,
        committed.appended(),
        metrics.bytesRead() - bytesBefore,
        committed.commits(),
        (System.nanoTime() - startedNanos) / 1_000_000);
  }

  private static OptionalLong expectedKeys(Source.Session source, KnownTables tables) {
    long sum = 0;
    for (KnownTable table : tables.all()) {
      OptionalLong keys = source.estimatedKeys(table.schema().id());
      if (keys.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += keys.getAsLong();
    }
    return OptionalLong.of(sum);
  }
}
