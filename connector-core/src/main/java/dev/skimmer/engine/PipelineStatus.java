package dev.skimmer.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a pipeline stands, as its destination tells without the source.
 *
 * @param pipeline its name
 * @param source what the tables are a copy of; empty before the first commit and after a reset
 * @param pass number of the pass that began last
 * @param complete whether that pass came to its end
 * @param currentSince when the last pass began that came to its end: the tables show the source as
 *     it was then, or later
 * @param holder who is at work on it, or was when it crashed
 * @param last the sync that ended last
 * @param totals of all syncs
 * @param growth of late
 */
public record PipelineStatus(
    String pipeline,
    Optional<String> source,
    long pass,
    boolean complete,
    Optional<Instant> currentSince,
    Optional<Holder> holder,
    PastSync last,
    Totals totals,
    Growth growth) {
  /**
   * Who holds a pipeline.
   *
   * @param description machine and process
   * @param since when it was taken
   * @param until when the hold runs out unless it is renewed
   */
  public record Holder(String description, Instant since, Instant until) {}

  /**
   * Figures of all syncs of a pipeline that the table of syncs tells of.
   *
   * @param syncs how many there were
   * @param unfinished how many of them failed or were stopped
   */
  public record Totals(
      long syncs, long unfinished, long inserted, long updated, long deleted, long appended) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

    Totals plus(PastSync sync) {
      return new Totals(
          syncs + 1,
          unfinished + (sync.isFinished() ? 0 : 1),
          inserted + sync.inserted(),
          updated + sync.updated(),
          deleted + sync.deleted(),
          appended + sync.appended());
    }
  }

  /**
   * By how many keys the tables have grown through the syncs that ended of late, whatever their
   * outcome: rows that they added, less those that they removed.
   *
   * @param span how far back from now it goes
   * @param syncs how many there were
   * @param keys below 0 where the tables have shrunk
   */
  public record Growth(Duration span, long syncs, long keys) {
    static final Growth NONE = new Growth(Duration.ofHours(24), 0, 0);

    Growth plus(PastSync sync, Instant now) {
      return sync.finishedAt().isBefore(now.minus(span))
          ? this
          : new Growth(span, syncs + 1, keys + sync.inserted() - sync.deleted());
    }
  }
}
