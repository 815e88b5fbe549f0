package dev.skimmer.dragonfly.timeseries;

import dev.skimmer.dragonfly.timeseries.TimeSeriesPlan.Mode;
import dev.skimmer.dragonfly.timeseries.TimeSeriesPosition.Stage;
import dev.skimmer.spi.KeyHash;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The course of one copy of one series: which window is read next, what of it is written, and what
 * position is noted. Used by one thread.
 *
 * <p>A series that is new is appended from its beginning. One that was copied before is checked
 * from a boundary on: behind its last sample everything is appended; before that it is only counted
 * and summed up, and read once more to be rewritten where count or sum do not agree. Each window of
 * a rewriting replaces its own range, so that a crash between two of them loses nothing.
 */
public final class TimeSeriesReading {
  /** The last millisecond of the year 9999, the end of the timestamps that databases hold. */
  public static final long LATEST = 253_402_300_799_999L;

  private final TimeSeriesSettings settings;
  private final PassTimes times;
  private TimeSeriesPlan plan;
  private TimeSeriesFacts facts;
  private Mode mode;
  private long start;
  private long next;
  private int windows;
  private boolean shrunk;
  private boolean wrote;
  private boolean noted;
  private SampleTally tally;
  private long nextBoundary;
  private Optional<TimeSeriesPosition> finished;

  private TimeSeriesReading(
      TimeSeriesFacts facts, TimeSeriesPlan plan, TimeSeriesSettings settings, PassTimes times) {
    this.facts = facts;
    this.plan = plan;
    this.settings = settings;
    this.times = times;
    this.finished = plan.held();
    begin(plan.mode(), plan.from());
  }

  /**
   * Decides what is to be read.
   *
   * @param facts what TS.INFO has just told
   * @param held how far the series is copied
   */
  public static TimeSeriesReading of(
      TimeSeriesFacts facts,
      Optional<TimeSeriesPosition> held,
      TimeSeriesSettings settings,
      PassTimes times,
      KeyHash key) {
    TimeSeriesPlan plan = TimeSeriesPlan.of(facts, held, settings, times, key);
    return new TimeSeriesReading(facts, plan, settings, times);
  }

  /** Returns whether nothing is left to read. */
  public boolean isDone() {
    return mode == Mode.IDLE;
  }

  /** Returns the timestamp from which the next window is to be read. */
  public long from() {
    return next;
  }

  /** Returns what the server has told last. */
  public TimeSeriesFacts facts() {
    return facts;
  }

  /**
   * Takes a window in, and says what of it is to be written.
   *
   * @param told what TS.INFO told right before the window was read
   * @param window the samples from {@link #from()} on
   * @param end whether there are no more
   */
  public WindowWrites accept(TimeSeriesFacts told, Samples window, boolean end) {
    shrunk |= told.last() < facts.last();
    facts = told;
    tally.add(window);
    WindowWrites writes =
        switch (mode) {
          case APPEND -> WindowWrites.append(windows == 0 && start == 0, 0);
          case CHECK -> WindowWrites.append(false, firstBehind(window, held().copied()));
          case REWRITE -> rewrite(window, end);
          case IDLE -> throw new IllegalStateException("Nothing was to be read any more");
        };
    wrote |= mode == Mode.REWRITE || writes.firstRow() < window.size();
    windows++;
    next = window.size() > 0 ? window.last() + 1 : next;
    if (end) {
      finish();
    }
    return writes;
  }

  /** Returns before which timestamp samples are to go, when all is read. */
  public OptionalLong trimmedBefore() {
    boolean trimmed =
        settings.mirror()
            && plan.held().isPresent()
            && facts.total() > 0
            && facts.first() > held().first();
    return trimmed ? OptionalLong.of(facts.first()) : OptionalLong.empty();
  }

  /** Returns the position to note with what was written last, where one is to be noted. */
  public Optional<TimeSeriesPosition> note() {
    if (isDone()) {
      return finished;
    }
    if (mode == Mode.APPEND) {
      return Optional.of(position(Stage.COPYING));
    }
    if (noted || !wrote) {
      return Optional.empty();
    }
    noted = true;
    return Optional.of(held().interrupted());
  }

  private void begin(Mode newMode, long from) {
    mode = newMode;
    start = from;
    next = from;
    windows = 0;
    long boundary = plan.nextBoundary(facts, settings, times);
    nextBoundary = mode == Mode.APPEND ? boundary : from == 0 ? boundary : Math.max(boundary, from);
    tally =
        new SampleTally(
            plan.held().map(TimeSeriesPosition::boundary).orElse(0L),
            plan.held().map(TimeSeriesPosition::copied).orElse(-1L),
            nextBoundary);
  }

  private TimeSeriesPosition held() {
    return plan.held().orElseThrow();
  }

  private WindowWrites rewrite(Samples window, boolean end) {
    long history = Math.max(history(), settings.mirror() ? 0 : facts.floorAt(window));
    long from = Math.max(windows == 0 ? start : next, history);
    return new WindowWrites(false, from, end ? LATEST : window.last(), 0, history);
  }

  private static int firstBehind(Samples window, long last) {
    int index = window.size();
    while (index > 0 && window.timestamp(index - 1) > last) {
      index--;
    }
    return index;
  }

  private void finish() {
    if (shrunk) {
      beginAnew();
    } else if (mode == Mode.CHECK && !Explanation.holds(facts, held(), tally, start == 0)) {
      begin(Mode.REWRITE, 0);
    } else if (mode == Mode.CHECK && !Explanation.isWindowSame(held(), tally)) {
      begin(Mode.REWRITE, held().boundary());
    } else {
      boolean same = mode == Mode.CHECK && held().isAsReported(facts) && tally.fresh().count() == 0;
      finished = same ? plan.held() : Optional.of(position(completeStage()));
      mode = Mode.IDLE;
    }
  }

  /** The end of the series has moved back between two windows: it may have been created anew. */
  private void beginAnew() {
    shrunk = false;
    if (mode == Mode.APPEND) {
      plan = new TimeSeriesPlan(Mode.APPEND, 0, Optional.empty());
      begin(Mode.APPEND, 0);
    } else {
      begin(Mode.REWRITE, 0);
    }
  }

  /** A first copy that was cut off behind the next boundary has not summed that part up. */
  private Stage completeStage() {
    boolean unknown = mode == Mode.APPEND && start > nextBoundary;
    return unknown ? Stage.INTERRUPTED : Stage.COMPLETE;
  }

  private TimeSeriesPosition position(Stage stage) {
    boolean appends = mode == Mode.APPEND;
    return new NextPosition(plan.held(), facts, tally, start, nextBoundary, history())
        .at(stage, next - 1, appends);
  }

  /** Returns before which timestamp the table may hold what the server has trimmed. */
  private long history() {
    if (settings.mirror()) {
      return 0;
    }
    return Math.max(plan.held().map(TimeSeriesPosition::history).orElse(0L), facts.floor());
  }
}
