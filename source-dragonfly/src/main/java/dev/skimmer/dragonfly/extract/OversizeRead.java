package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Exchange;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks how large the values are that are too large to be read, to say so in the errors table. */
final class OversizeRead implements Unit {
  private final Reading reading;
  private final Keys keys = new Keys();
  private final List<ValueType> types = new ArrayList<>();
  private Optional<Exchange> exchange = Optional.empty();

  OversizeRead(Reading reading) {
    this.reading = reading;
  }

  OversizeRead add(Keys from, int index, ValueType type) {
    keys.add(from, index);
    types.add(type);
    return this;
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  @Override
  public long weight() {
    return 0;
  }

  @Override
  public boolean advance() {
    if (exchange.isEmpty()) {
      CommandBuffer commands = reading.commands();
      for (int i = 0; i < keys.size(); i++) {
        commands.add(
            types.get(i).length().orElseThrow(), keys.bytes(), keys.offset(i), keys.length(i));
      }
      exchange = Optional.of(reading.send());
    }
    exchange.get().requireProgress(reading.settings().patience());
    boolean done = exchange.get().isDone();
    if (done) {
      requireAllowed(exchange.get().replies());
    }
    return done;
  }

  /**
   * An error of one key alone leaves its size unknown; any other has to show before the first key
   * is marked, since the entries of those that are marked would be lost with the failure.
   */
  private void requireAllowed(Replies answers) {
    for (int i = 0; i < keys.size(); i++) {
      int token = answers.token(i);
      if (answers.kind(token) == Token.ERROR) {
        ErrorReply error = ErrorReply.of(answers.text(token));
        String command = types.get(i).length().orElseThrow().name();
        reading.problemOf(error, types.get(i).name(), command);
      }
    }
  }

  @Override
  public List<Unit> finish(List<Operation> operations) {
    Replies answers = exchange.orElseThrow().replies();
    for (int i = 0; i < keys.size(); i++) {
      Problem problem = problem(answers, answers.token(i), types.get(i));
      reading.emitter().unreadable(keys, i, keys.hash(i), problem, operations);
    }
    reading.release(answers);
    return List.of();
  }

  private Problem problem(Replies answers, int token, ValueType type) {
    long limit = reading.settings().maxValueBytes();
    if (answers.kind(token) != Token.INTEGER) {
      return Problem.tooLarge(type.name(), "unknown size", limit);
    }
    long size = answers.number(token);
    String unit = type instanceof StringType ? " bytes" : " elements";
    return Problem.tooLarge(type.name(), size + unit, limit).withSize(size);
  }
}
