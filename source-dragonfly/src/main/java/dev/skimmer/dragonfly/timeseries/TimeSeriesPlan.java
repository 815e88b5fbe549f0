package dev.skimmer.dragonfly.timeseries;

import dev.skimmer.dragonfly.timeseries.TimeSeriesPosition.Stage;
import dev.skimmer.spi.KeyHash;
import java.util.Optional;

/**
 * What is to be read of a series.
 *
 * @param mode how
 * @param from the first timestamp
 * @param held how far the series is copied; empty where the table holds nothing of this series
 */
record TimeSeriesPlan(Mode mode, long from, Optional<TimeSeriesPosition> held) {
  enum Mode {
    /** Nothing. */
    IDLE,
    /** Everything is new, and is written. */
    APPEND,
    /** What is copied is counted and summed up, and what is new is written. */
    CHECK,
    /** Everything is written, in place of what the table holds. */
    REWRITE
  }

  static TimeSeriesPlan of(
      TimeSeriesFacts facts,
      Optional<TimeSeriesPosition> stored,
      TimeSeriesSettings settings,
      PassTimes times,
      KeyHash key) {
    if (stored.isEmpty() || isAnother(facts, stored.get())) {
      return new TimeSeriesPlan(Mode.APPEND, 0, Optional.empty());
    }
    TimeSeriesPosition held = stored.get();
    if (held.stage() == Stage.COPYING) {
      return new TimeSeriesPlan(Mode.APPEND, held.copied() + 1, stored);
    }
    boolean verify = times.isVerificationDue(key, settings.verify());
    if (isUnlike(facts, held, settings) || (verify && facts.retention() > 0)) {
      return new TimeSeriesPlan(Mode.REWRITE, 0, stored);
    }
    if (verify) {
      return new TimeSeriesPlan(Mode.CHECK, 0, stored);
    }
    if (held.isAsReported(facts) && !isActive(facts, held, settings, times)) {
      return new TimeSeriesPlan(Mode.IDLE, 0, stored);
    }
    return new TimeSeriesPlan(Mode.CHECK, held.boundary(), stored);
  }

  /**
   * Returns from where on samples are looked at again in the next pass. A late sample changes the
   * bucket of a downsampled series in which it lies, so the lookback is longer there by a bucket;
   * where that is not known yet, all samples are looked at.
   */
  long nextBoundary(TimeSeriesFacts facts, TimeSeriesSettings settings, PassTimes times) {
    long step = held.map(TimeSeriesPosition::step).orElse(0L);
    if (facts.downsampled() && step == 0) {
      return 0;
    }
    long newest = Math.min(facts.last(), times.now());
    return Math.max(0, newest - settings.lookback().toMillis() - step);
  }

  /** Returns whether the whole series lies before what it began with: it was created anew. */
  private static boolean isAnother(TimeSeriesFacts facts, TimeSeriesPosition held) {
    return facts.total() > 0
        && facts.last() < (held.stage() == Stage.COPYING ? held.last() : held.first());
  }

  /** Returns whether counts and sums cannot tell what has changed. */
  private static boolean isUnlike(
      TimeSeriesFacts facts, TimeSeriesPosition held, TimeSeriesSettings settings) {
    return held.stage() == Stage.INTERRUPTED
        || facts.retention() != held.retention()
        || facts.last() < held.last()
        || (settings.mirror() && held.history() > 0);
  }

  private static boolean isActive(
      TimeSeriesFacts facts,
      TimeSeriesPosition held,
      TimeSeriesSettings settings,
      PassTimes times) {
    if (facts.downsampled() && held.step() == 0 && facts.total() > 0) {
      return true;
    }
    return times.isActive(facts.last(), settings.lookback().toMillis() + 2 * held.step());
  }
}
