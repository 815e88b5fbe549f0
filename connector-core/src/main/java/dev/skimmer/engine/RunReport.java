package dev.skimmer.engine;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Collects the figures of one run. Used by the writing thread; others may ask for {@link
 * #progress()}.
 */
final class RunReport {
  private final PassMetrics metrics;
  private final KnownTables tables;
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
  private long pass;
  private boolean resumed;
  private volatile Phase phase = Phase.PREPARING;

  /**
   * What is done at the moment.
   *
   * @param isWhole whether the run lists every key
   * @param splits knows where each split stands
   */
  private record Phase(SyncPhase kind, boolean isWhole, Supplier<List<SplitProgress>> splits) {
    static final Phase PREPARING = new Phase(SyncPhase.PREPARING, true, List::of);
  }

  RunReport(Context context, Source.Session source, KnownTables tables) {
    this.metrics = context.metrics();
    this.tables = tables;
    this.expected = ExpectedKeys.of(source, tables.all().stream().map(KnownTable::schema).toList());
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

  /** Notes that the scan begins. */
  void scanning(List<Split> plan, PassProgress progress) {
    Map<String, Long> before =
        plan.stream().collect(Collectors.toMap(Split::id, metrics::scanned, Long::sum));
    phase =
        new Phase(
            SyncPhase.SCANNING,
            !resumed,
            () ->
                plan.stream()
                    .map(
                        split ->
                            new SplitProgress(
                                split.id(),
                                metrics.scanned(split) - before.get(split.id()),
                                progress.isFinished(split)))
                    .toList());
  }

  /** Notes that the sweep begins. */
  void sweeping() {
    phase = new Phase(SyncPhase.SWEEPING, phase.isWhole(), phase.splits());
  }

  /** Returns where the run stands. Any thread may ask. */
  SyncProgress progress() {
    Phase current = phase;
    Counts.Published committed = counts.published();
    return new SyncProgress(
        current.kind(),
        metrics.scanned() - scannedBefore,
        current.isWhole() ? expected : OptionalLong.empty(),
        committed.changed(),
        committed.errors(),
        metrics.bytesRead() - bytesBefore,
        current.splits().get());
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
}
