package dev.skimmer.dragonfly.timeseries;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How far a series is copied, and what is needed to tell later whether it has changed behind that.
 * Samples are summed up by {@link SampleTally#hash}, whatever their order.
 *
 * @param stage what the rest means
 * @param total samples, as the server said; while {@link Stage#COPYING}, how many are copied
 * @param first timestamp of the first sample
 * @param last timestamp of the last sample
 * @param copied timestamp of the last sample in the table, which may lie behind {@code last}: a
 *     sample may have been added after TS.INFO was answered, and RedisTimeSeries 1.12 was seen not
 *     to move the last timestamp of a downsampled series when a late sample gave it a bucket behind
 *     that
 * @param retention the server's, in milliseconds
 * @param boundary samples from here to {@code copied} are looked at again
 * @param older how many samples there are before {@code boundary}
 * @param olderSum sum over the samples before {@code boundary}; while copying, over all
 * @param windowSum sum over the samples from {@code boundary} to {@code copied}
 * @param history samples before this may be in the table although the server has trimmed them
 * @param step distance of the last two samples of a downsampled series, 0 where it is not known
 */
public record TimeSeriesPosition(
    Stage stage,
    long total,
    long first,
    long last,
    long copied,
    long retention,
    long boundary,
    long older,
    long olderSum,
    long windowSum,
    long history,
    long step) {
  private static final int NUMBERS = 11;

  /** How a copy ended. */
  public enum Stage {
    /** Everything up to {@code copied} is in the table. */
    COMPLETE,
    /** The first copy was cut off: everything up to {@code copied} is in the table. */
    COPYING,
    /** A later copy was cut off: the samples have to be read again from the beginning. */
    INTERRUPTED
  }

  /** Reads the text of a position; empty where it is none of this version's. */
  public static Optional<TimeSeriesPosition> parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != NUMBERS + 1) {
      return Optional.empty();
    }
    try {
      Stage stage = Stage.valueOf(words[0].toUpperCase(Locale.ROOT));
      long[] n = Arrays.stream(words, 1, words.length).mapToLong(Long::parseLong).toArray();
      return Optional.of(
          new TimeSeriesPosition(
              stage, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the text for the column. */
  public String text() {
    LongStream numbers =
        LongStream.of(
            total, first, last, copied, retention, boundary, older, olderSum, windowSum, history,
            step);
    return stage.name().toLowerCase(Locale.ROOT)
        + numbers.mapToObj(Long::toString).collect(Collectors.joining(" ", " ", ""));
  }

  /** Returns whether the server says of total, first, last and retention what it said then. */
  boolean isAsReported(TimeSeriesFacts facts) {
    return stage == Stage.COMPLETE
        && total == facts.total()
        && first == facts.first()
        && last == facts.last()
        && retention == facts.retention();
  }

  /** Returns the position to note while a later copy is under way. */
  public TimeSeriesPosition interrupted() {
    return new TimeSeriesPosition(
        Stage.INTERRUPTED,
        total,
        first,
        last,
        copied,
        retention,
        boundary,
        older,
        olderSum,
        windowSum,
        history,
        step);
  }
}
