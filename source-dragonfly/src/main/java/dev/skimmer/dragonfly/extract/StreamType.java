package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.stream.StreamPosition;
import dev.skimmer.dragonfly.stream.StreamReading;
import dev.skimmer.spi.TableId;
import java.util.Optional;

/** Streams: the row holds what XINFO STREAM tells, the entries go to a table of their own. */
final class StreamType implements AppendedType {
  static final String NAME = "stream";

  private static final CommandTemplate READ = CommandTemplate.ofSubcommand("XINFO", "STREAM");
  private static final CommandTemplate LENGTH = CommandTemplate.of("XLEN");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CommandTemplate read() {
    return READ;
  }

  @Override
  public Optional<CommandTemplate> length() {
    return Optional.of(LENGTH);
  }

  @Override
  public Shape shape(Replies replies, int token) {
    return StreamInfo.isWellFormed(replies, token) ? Shape.WHOLE : Shape.ABSENT;
  }

  @Override
  public Tail begin(Reading reading, SeriesKey key, Replies replies, int token) {
    Optional<StreamPosition> held = reading.heldPosition(key.hash()).flatMap(StreamPosition::parse);
    StreamReading course =
        StreamReading.of(
            StreamInfo.read(replies, token), held, reading.settings().series().mirrorStreams());
    TableId table = reading.settings().tables().stream().id();
    WindowSizer sizer = reading.windowSizer(StreamTail.FIRST_WINDOW, StreamTail.LARGEST_WINDOW);
    return new StreamTail(key, table, reading.mayHold(table, key.hash()), course, sizer);
  }
}
