package dev.skimmer.dragonfly.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.dragonfly.timeseries.Samples;
import dev.skimmer.dragonfly.timeseries.TimeSeriesPosition;
import dev.skimmer.dragonfly.timeseries.TimeSeriesReading;
import dev.skimmer.dragonfly.timeseries.WindowWrites;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.SubkeyRange;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a series by TS.RANGE, a window of samples at a time, and writes one row a sample. */
final class TimeSeriesTail implements Tail {
  /** Small enough that the server does nothing else for less than a millisecond. */
  static final int WINDOW = 5000;

  private static final byte[] RANGE = "TS.RANGE".getBytes(US_ASCII);
  private static final byte[] END = "+".getBytes(US_ASCII);
  private static final byte[] COUNT = "COUNT".getBytes(US_ASCII);

  private final SeriesKey key;
  private final TableId table;
  private final TimeSeriesReading course;
  private final WindowSizer sizer;
  private boolean mayBeHeld;

  /** Of the window that was looked at last. */
  private Samples samples = new Samples(0);

  private Optional<WindowWrites> writes = Optional.empty();

  /**
   * Creates the copy.
   *
   * @param mayBeHeld whether the table may hold samples of the key already
   */
  TimeSeriesTail(
      SeriesKey key,
      TableId table,
      boolean mayBeHeld,
      TimeSeriesReading course,
      WindowSizer sizer) {
    this.key = key;
    this.table = table;
    this.mayBeHeld = mayBeHeld;
    this.course = course;
    this.sizer = sizer;
  }

  @Override
  public boolean isDone() {
    return course.isDone();
  }

  @Override
  public Optional<Problem> problem() {
    long last = course.facts().last();
    return last <= TimeSeriesReading.LATEST
        ? Optional.empty()
        : Optional.of(
            new Problem(
                TimeSeriesType.NAME,
                ErrorCode.KEY_FAILED,
                "The series has a sample at %d ms, later than the year 9999, which tables cannot hold."
                        .formatted(last)
                    + " Remove that sample with TS.DEL."));
  }

  @Override
  public String command() {
    return "TS.RANGE";
  }

  @Override
  public void ask(CommandBuffer commands) {
    byte[] from = Long.toString(course.from()).getBytes(US_ASCII);
    commands.add(RANGE, key.bytes(), from, END, COUNT, sizer.argument());
  }

  /**
   * Returns whether it is an array of arrays of a timestamp and the digits of a number. Takes the
   * last of samples with one timestamp, which only a defect of the server can give.
   */
  @Override
  public boolean isWindow(Replies replies, int token) {
    if (replies.kind(token) != Token.ARRAY) {
      return false;
    }
    int count = replies.count(token);
    samples = new Samples(count);
    try {
      for (int i = 0; i < count; i++) {
        int sample = token + 1 + 3 * i;
        if (!isSample(replies, sample)) {
          return false;
        }
        samples.put(replies.number(sample + 1), parse(replies, sample + 2));
      }
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isSample(Replies replies, int token) {
    return replies.kind(token) == Token.ARRAY
        && replies.count(token) == 2
        && replies.kind(token + 1) == Token.INTEGER
        && ReplyForms.isText(replies, token + 2);
  }

  /** Goes on with the samples that {@link #isWindow} has read, since reading numbers is dear. */
  @Override
  public void take(Replies replies, int facts, int window) {
    boolean last = replies.count(window) < sizer.size();
    writes = Optional.of(course.accept(TimeSeriesInfo.read(replies, facts), samples, last));
    sizer.learn(0, replies.servedNanos());
  }

  @Override
  public void dropped(long size, long limit) {
    writes = Optional.empty();
  }

  @Override
  public void write(List<Operation> operations) {
    writes.ifPresent(window -> write(window, operations));
    writes = Optional.empty();
  }

  @Override
  public String value() {
    return course.facts().json();
  }

  @Override
  public long size() {
    return course.facts().total();
  }

  @Override
  public Optional<String> position() {
    return course.note().map(TimeSeriesPosition::text);
  }

  private void write(WindowWrites window, List<Operation> operations) {
    if (window.clear() && mayBeHeld) {
      operations.add(new Delete(table, key.hash(), key.text()));
    }
    mayBeHeld = true;
    OptionalLong trimmed = course.isDone() ? course.trimmedBefore() : OptionalLong.empty();
    trimmed.ifPresent(before -> delete(0, before - 1, operations));
    if (window.deletes()) {
      delete(window.deleteFrom(), window.deleteTo(), operations);
    }
    for (int i = window.firstRow(); i < samples.size(); i++) {
      long timestamp = samples.timestamp(i);
      Row row = Row.ofSample(key.text(), timestamp, samples.value(i));
      operations.add(new Upsert(table, key.hash(), row, timestamp < window.knownBelow()));
    }
  }

  private void delete(long from, long to, List<Operation> operations) {
    SubkeyRange range = new SubkeyRange(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
    operations.add(new Delete(table, key.hash(), key.text(), Optional.of(range)));
  }

  /** RedisTimeSeries writes {@code nan}, {@code inf} and {@code -inf} as C does. */
  static double parse(Replies replies, int token) {
    String digits = replies.text(token);
    return switch (digits) {
      case "nan", "-nan", "NaN" -> Double.NaN;
      case "inf", "+inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-inf", "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(digits);
    };
  }
}
