package dev.skimmer.dragonfly.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.extract.Absence;
import dev.skimmer.dragonfly.extract.GroupRead;
import dev.skimmer.dragonfly.extract.Keys;
import dev.skimmer.dragonfly.extract.PageEnd;
import dev.skimmer.dragonfly.extract.Reading;
import dev.skimmer.dragonfly.extract.Unit;
import dev.skimmer.dragonfly.extract.UnitSupply;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Exchange;
import dev.skimmer.dragonfly.pipeline.Pipeline;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Split;
import java.util.Optional;

/**
 * Walks a database with SCAN on a connection of its own, one page ahead of the reader, and cuts
 * pages into groups.
 *
 * <p>A cursor is an unsigned number of 64 bits, and stays text. Cursor 0 comes at the end of all.
 */
public final class ScanSupply implements UnitSupply {
  private static final long MAX_PAGE_BYTES = 64L << 20;

  private final Pipeline pipeline;
  private final Reading reading;
  private final ScanScope scope;
  private final Split split;
  private final CommandBuffer commands = new CommandBuffer();
  private final Replies replies = new Replies();
  private Optional<Exchange> exchange = Optional.empty();
  private Keys page = new Keys();
  private int position;
  private String cursor;
  private boolean atEnd;
  private boolean pageIsOpen;

  /**
   * Starts walking.
   *
   * @param split which keys count as listed
   * @param from where to begin
   */
  public ScanSupply(Pipeline pipeline, Reading reading, ScanScope scope, Split split, Cursor from) {
    this.pipeline = pipeline;
    this.reading = reading;
    this.scope = scope;
    this.split = split;
    this.cursor = from.equals(Cursor.START) ? scope.range().start() : from.value();
    send();
  }

  @Override
  public Optional<Unit> next() {
    if (position < page.size()) {
      int to = Math.min(page.size(), position + reading.sizer().next());
      Unit group = GroupRead.of(reading, page.slice(position, to), Absence.VANISHED);
      position = to;
      return Optional.of(group);
    }
    if (pageIsOpen) {
      pageIsOpen = false;
      return atEnd ? Optional.empty() : Optional.of(new PageEnd(new Cursor(cursor)));
    }
    if (takePage()) {
      return next();
    }
    return Optional.empty();
  }

  @Override
  public boolean isExhausted() {
    return atEnd && position == page.size();
  }

  @Override
  public void close() {
    pipeline.close();
  }

  private boolean takePage() {
    if (exchange.isEmpty()) {
      return false;
    }
    exchange.get().requireProgress(pipeline.patience());
    if (!exchange.get().isDone()) {
      return false;
    }
    Replies answer = exchange.get().replies();
    requirePage(answer);
    advance(answer.text(1));
    atEnd = scope.range().endsAt(cursor);
    takeKeys(answer);
    exchange = Optional.empty();
    if (!atEnd) {
      send();
    }
    return true;
  }

  private void advance(String next) {
    if (next.equals(cursor) && !scope.range().endsAt(next)) {
      throw new ConnectorException(
          ErrorCode.SOURCE_PROTOCOL,
          "%s answered SCAN with the cursor that it was given. Check that it is a Dragonfly, Redis or Valkey server."
              .formatted(scope.address()));
    }
    cursor = next;
  }

  private void takeKeys(Replies answer) {
    page = new Keys();
    position = 0;
    pageIsOpen = true;
    int count = answer.count(2);
    for (int token = 3; token < 3 + count; token++) {
      page.add(answer.bytes(), answer.offset(token), answer.length(token));
    }
    reading.context().metrics().addScanned(split, count);
  }

  private void send() {
    commands
        .clear()
        .add(
            "SCAN".getBytes(UTF_8),
            cursor.getBytes(UTF_8),
            "MATCH".getBytes(UTF_8),
            scope.pattern().getBytes(UTF_8),
            "COUNT".getBytes(UTF_8),
            Integer.toString(scope.batchSize()).getBytes(UTF_8));
    replies.reset(MAX_PAGE_BYTES, MAX_PAGE_BYTES);
    exchange = Optional.of(pipeline.send(commands, replies, reading.signal()::raise));
  }

  private void requirePage(Replies answer) {
    int token = answer.token(0);
    if (answer.kind(token) == Token.ERROR) {
      throw ErrorReply.of(answer.text(token)).toException("SCAN", scope.address());
    }
    if (!ReplyForms.isPage(answer, token) || !scope.range().mayHold(answer.text(1))) {
      throw new ConnectorException(
          ErrorCode.SOURCE_PROTOCOL,
          "%s did not answer SCAN with a page of at most %d bytes. Lower batch_size."
              .formatted(scope.address(), MAX_PAGE_BYTES));
    }
  }
}
