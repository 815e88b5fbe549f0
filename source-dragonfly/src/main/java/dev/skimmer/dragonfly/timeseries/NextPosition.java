package dev.skimmer.dragonfly.timeseries;

import dev.skimmer.dragonfly.timeseries.TimeSeriesPosition.Stage;
import java.util.Optional;

/**
 * Makes a position of what was read and of what the last one knew about the part before that.
 *
 * @param held the last position
 * @param facts what the server told
 * @param tally of the samples that were read
 * @param start from where they were read
 * @param boundary from where the next pass looks at samples again
 * @param history before when the table may hold what the server has trimmed
 */
record NextPosition(
    Optional<TimeSeriesPosition> held,
    TimeSeriesFacts facts,
    SampleTally tally,
    long start,
    long boundary,
    long history) {
  /**
   * Returns the position.
   *
   * @param readTo the last timestamp that was read
   * @param appended whether the samples before {@code start} were read by a copy that was cut off
   */
  TimeSeriesPosition at(Stage stage, long readTo, boolean appended) {
    boolean copying = stage == Stage.COPYING;
    long older = olderBefore(appended) + tally.nextOlder().count();
    long total = older + tally.nextWindow().count();
    long olderSum = sumBefore() + tally.nextOlder().sum();
    return new TimeSeriesPosition(
        stage,
        copying || facts.retention() == 0 ? total : Math.min(total, facts.total()),
        facts.first(),
        facts.last(),
        copying ? readTo : Math.max(facts.last(), readTo),
        facts.retention(),
        boundary,
        copying ? total : older,
        copying ? olderSum + tally.nextWindow().sum() : olderSum,
        tally.nextWindow().sum(),
        history,
        facts.downsampled() ? step() : 0);
  }

  /**
   * Counts the samples before those that were read; of some, the server may have trimmed a part.
   */
  private long olderBefore(boolean appended) {
    if (start == 0) {
      return 0;
    }
    boolean mayBeTrimmed = !appended && facts.retention() > 0;
    return mayBeTrimmed
        ? facts.total() - tally.nextOlder().count() - tally.nextWindow().count()
        : held.orElseThrow().older();
  }

  private long sumBefore() {
    return start == 0 ? 0 : held.orElseThrow().olderSum();
  }

  private long step() {
    return tally.step() > 0 ? tally.step() : held.map(TimeSeriesPosition::step).orElse(0L);
  }
}
