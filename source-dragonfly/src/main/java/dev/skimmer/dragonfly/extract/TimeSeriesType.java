package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.timeseries.PassTimes;
import dev.skimmer.dragonfly.timeseries.TimeSeriesFacts;
import dev.skimmer.dragonfly.timeseries.TimeSeriesPosition;
import dev.skimmer.dragonfly.timeseries.TimeSeriesReading;
import dev.skimmer.spi.TableId;
import java.time.Instant;
import java.util.Optional;

/** Time series: the row holds what TS.INFO tells, the samples go to a table of their own. */
final class TimeSeriesType implements AppendedType {
  static final String NAME = "timeseries";

  private static final CommandTemplate READ = CommandTemplate.of("TS.INFO");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String word() {
    return "TSDB-TYPE";
  }

  @Override
  public CommandTemplate read() {
    return READ;
  }

  @Override
  public Shape shape(Replies replies, int token) {
    return TimeSeriesInfo.isWellFormed(replies, token) ? Shape.WHOLE : Shape.ABSENT;
  }

  @Override
  public Tail begin(Reading reading, SeriesKey key, Replies replies, int token) {
    TimeSeriesFacts facts = TimeSeriesInfo.read(replies, token);
    PassTimes times =
        new PassTimes(
            reading.context().clock().millis(),
            reading.known().lastCompletePass().map(Instant::toEpochMilli).orElse(0L));
    Optional<TimeSeriesPosition> held =
        reading.heldPosition(key.hash()).flatMap(TimeSeriesPosition::parse);
    TimeSeriesReading course =
        TimeSeriesReading.of(
            facts, held, reading.settings().series().timeSeries(), times, key.hash());
    TableId table = reading.settings().tables().timeSeries().id();
    WindowSizer sizer = reading.windowSizer(TimeSeriesTail.WINDOW, TimeSeriesTail.WINDOW);
    return new TimeSeriesTail(key, table, reading.mayHold(table, key.hash()), course, sizer);
  }
}
