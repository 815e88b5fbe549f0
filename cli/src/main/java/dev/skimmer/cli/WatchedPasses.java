package dev.skimmer.cli;

import dev.skimmer.cli.progress.Progress;
import dev.skimmer.engine.Consent;
import dev.skimmer.engine.Outcome;
import dev.skimmer.engine.Sync;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.spi.Source;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Decides whether a pass is due, and makes it. Used by one thread, but for {@link #stop}.
 *
 * <p>A source that counts its changes is not read where its counts are those of before the last
 * complete pass; but no source counts everything, so that a pass falls due from time to time
 * whatever they say.
 */
final class WatchedPasses {
  private final WatchPace pace;
  private final Progress.Detail detail;
  private final AtomicReference<Sync> running = new AtomicReference<>();
  private Set<Consent> consents;
  private Optional<String> lastMark = Optional.empty();
  private long lastPassNanos;
  private boolean finishedOne;

  WatchedPasses(WatchPace pace, Progress.Detail detail, Set<Consent> consents) {
    this.pace = pace;
    this.detail = detail;
    this.consents = consents;
  }

  /** Makes a pass in progress commit what it has, and no other begin. */
  void stop() {
    pace.stop();
    Sync sync = running.get();
    if (sync != null) {
      sync.stop();
    }
  }

  /** Makes the next pass due: the source may be another one by now. */
  void forgetMark() {
    lastMark = Optional.empty();
  }

  /** Returns whether a pass has come to its end yet. */
  boolean hasFinishedOne() {
    return finishedOne;
  }

  void passIfDue(
      Source.Session source,
      WatchedDestination destination,
      int fullPassMinutes,
      Consumer<SyncResult> report) {
    Optional<String> mark = source.changeMark();
    if (mark.isPresent() && mark.equals(lastMark) && !isOld(fullPassMinutes)) {
      return;
    }
    lastMark = Optional.empty();
    lastPassNanos = System.nanoTime();
    destination.sync(
        consents,
        sync -> {
          SyncResult result = run(sync);
          report.accept(result);
          if (result.outcome() == Outcome.IN_SYNC || result.outcome() == Outcome.ERRORS) {
            lastMark = mark;
            finishedOne = true;
            pace.succeeded();
          }
        });
    consents = Set.of();
  }

  private SyncResult run(Sync sync) {
    running.set(sync);
    if (pace.isStopped()) {
      sync.stop();
    }
    try (Progress progress = Progress.open(detail)) {
      return sync.run(progress);
    } finally {
      running.set(null);
    }
  }

  private boolean isOld(int fullPassMinutes) {
    return System.nanoTime() - lastPassNanos >= Duration.ofMinutes(fullPassMinutes).toNanos();
  }
}
