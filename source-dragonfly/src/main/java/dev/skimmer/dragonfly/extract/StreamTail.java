package dev.skimmer.dragonfly.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.dragonfly.stream.StreamFacts;
import dev.skimmer.dragonfly.stream.StreamId;
import dev.skimmer.dragonfly.stream.StreamReading;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import dev.skimmer.text.EscapedText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a stream by XRANGE, a window of entries at a time, and writes one row an entry. Begins with
 * small windows, and asks for more entries while they turn out to be small.
 */
final class StreamTail implements Tail {
  static final int FIRST_WINDOW = 100;
  static final int LARGEST_WINDOW = 5000;
  private static final byte[] RANGE = "XRANGE".getBytes(US_ASCII);
  private static final byte[] END = "+".getBytes(US_ASCII);
  private static final byte[] COUNT = "COUNT".getBytes(US_ASCII);

  private final SeriesKey key;
  private final TableId table;
  private final StreamReading course;
  private boolean mayBeHeld;
  private final WindowSizer sizer;
  private boolean clears;
  private List<Row> rows = List.of();
  private Optional<Problem> problem = Optional.empty();

  /**
   * Creates the copy.
   *
   * @param mayBeHeld whether the table may hold entries of the key already
   */
  StreamTail(
      SeriesKey key, TableId table, boolean mayBeHeld, StreamReading course, WindowSizer sizer) {
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
    return problem;
  }

  @Override
  public String command() {
    return "XRANGE";
  }

  /** Ids may be exclusive since Redis 6.2: command documentation of XRANGE. */
  @Override
  public void ask(CommandBuffer commands) {
    byte[] after = ("(" + course.after()).getBytes(US_ASCII);
    commands.add(RANGE, key.bytes(), after, END, COUNT, sizer.argument());
  }

  /** Returns whether it is an array of arrays of an id and an array of names and values. */
  @Override
  public boolean isWindow(Replies replies, int token) {
    if (replies.kind(token) != Token.ARRAY) {
      return false;
    }
    int entry = token + 1;
    for (int i = replies.count(token); i > 0; i--) {
      if (!isEntry(replies, entry)) {
        return false;
      }
      entry = NamedReplies.behind(replies, entry);
    }
    return true;
  }

  private static boolean isEntry(Replies replies, int token) {
    return replies.kind(token) == Token.ARRAY
        && replies.count(token) == 2
        && ReplyForms.isText(replies, token + 1)
        && StreamId.isId(replies.text(token + 1))
        && ReplyForms.isArrayOfTexts(replies, token + 2)
        && replies.count(token + 2) % 2 == 0;
  }

  /** Leaves out entries that were added after XINFO was answered: the next pass reads them. */
  @Override
  public void take(Replies replies, int facts, int window) {
    StreamFacts told = StreamInfo.read(replies, facts);
    int count = replies.count(window);
    rows = new ArrayList<>(count);
    Optional<StreamId> last = Optional.empty();
    boolean behind = false;
    int entry = window + 1;
    for (int i = 0; i < count && !behind; i++) {
      StreamId id = StreamId.parse(replies.text(entry + 1));
      behind = id.compareTo(told.lastGenerated()) > 0;
      if (!behind) {
        rows.add(Row.of(key.text(), id.toString(), fields(replies, entry + 2)));
        last = Optional.of(id);
      }
      entry = NamedReplies.behind(replies, entry);
    }
    clears = course.accept(told, rows.size(), last, behind || count < sizer.size());
    int bytes = replies.offset(entry - 1) - replies.offset(window + 1);
    sizer.learn(bytes, replies.servedNanos());
  }

  /** Asks for fewer entries, down to one: an entry larger than the limit cannot be copied. */
  @Override
  public void dropped(long size, long limit) {
    rows = List.of();
    if (size > limit && sizer.size() == 1) {
      problem =
          Optional.of(
              new Problem(
                  StreamType.NAME,
                  ErrorCode.VALUE_TOO_LARGE,
                  "The entry behind %s has %d bytes, and %d are the most that are read of one. Raise max_value_bytes to copy the stream."
                      .formatted(course.after(), size, limit),
                  OptionalLong.of(course.facts().length())));
    }
    sizer.shrink(size > limit ? 4 : 2);
  }

  @Override
  public void write(List<Operation> operations) {
    if (clears && mayBeHeld) {
      operations.add(new Delete(table, key.hash(), key.text()));
    }
    mayBeHeld |= clears || !rows.isEmpty();
    for (Row row : rows) {
      operations.add(new Upsert(table, key.hash(), row, false));
    }
    clears = false;
    rows = List.of();
  }

  @Override
  public String value() {
    return course.facts().json();
  }

  @Override
  public long size() {
    return course.facts().length();
  }

  @Override
  public Optional<String> position() {
    return Optional.of(course.note().text());
  }

  /** Writes fields as an object, or as pairs where a name stands twice: then nothing is lost. */
  private static String fields(Replies replies, int token) {
    List<String> parts = new ArrayList<>();
    for (int part = token + 1; part <= token + replies.count(token); part++) {
      parts.add(EscapedText.encode(replies.bytes(), replies.offset(part), replies.length(part)));
    }
    return hasRepeatedName(parts) ? pairs(parts) : object(parts);
  }

  private static boolean hasRepeatedName(List<String> parts) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < parts.size(); i += 2) {
      if (!names.add(parts.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static String object(List<String> parts) {
    return JsonText.write(
            json -> {
              json.writeStartObject();
              for (int i = 0; i + 1 < parts.size(); i += 2) {
                json.writeStringField(parts.get(i), parts.get(i + 1));
              }
              json.writeEndObject();
            })
        .text();
  }

  private static String pairs(List<String> parts) {
    return JsonText.write(
            json -> {
              json.writeStartArray();
              for (int i = 0; i + 1 < parts.size(); i += 2) {
                json.writeStartArray();
                json.writeString(parts.get(i));
                json.writeString(parts.get(i + 1));
                json.writeEndArray();
              }
              json.writeEndArray();
            })
        .text();
  }
}
