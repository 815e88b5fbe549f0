package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import java.util.List;
import java.util.Optional;

/**
 * The copy of one series or stream. Each step asks for facts, expiry and the next window together,
 * so that the row in the main table tells of just what the window ends with.
 */
final class SeriesCopy {
  private static final int FACTS = 0;
  private static final int EXPIRY = 1;
  private static final int WINDOW = 2;

  private final Reading reading;
  private final SeriesKey key;
  private final AppendedType type;
  private final Tail tail;
  private int firstReply;
  private long expiresAt;
  private boolean crowded;
  private boolean taken;
  private Verdict verdict = Verdict.OPEN;
  private Optional<Problem> problem;

  SeriesCopy(Reading reading, SeriesKey key, AppendedType type, Tail tail, long expiresAt) {
    this.reading = reading;
    this.key = key;
    this.type = type;
    this.tail = tail;
    this.expiresAt = expiresAt;
    this.problem = tail.problem();
    judge();
  }

  /**
   * Returns {@code OPEN} while there is more to read; {@code READ}, {@code OTHER_TYPE}, {@code
   * ABSENT} or {@code UNREADABLE} at the end.
   */
  Verdict verdict() {
    return verdict;
  }

  Keys keys() {
    return key.keys();
  }

  KeyHash hash() {
    return key.hash();
  }

  /** Adds the commands of the next step. */
  void ask(CommandBuffer commands) {
    firstReply = commands.commands();
    addForKey(commands, type.read());
    addForKey(commands, reading.expiries().command());
    tail.ask(commands);
  }

  /** Takes in the replies of a step. */
  void take(Replies answers, long limit) {
    crowded = false;
    taken = false;
    for (int i = FACTS; i <= WINDOW; i++) {
      int token = answers.token(firstReply + i);
      if (answers.kind(token) == Token.DROPPED) {
        takeDropped(i, answers.number(token), limit);
        return;
      }
      if (answers.kind(token) == Token.ERROR) {
        judgeError(ErrorReply.of(answers.text(token)), commandOf(i));
        return;
      }
    }
    Optional<String> unexpected = unexpected(answers);
    if (unexpected.isPresent()) {
      problem = Optional.of(Problem.unexpected(type.name(), unexpected.get()));
      verdict = Verdict.UNREADABLE;
      return;
    }
    expiresAt = reading.expiries().millis(answers, answers.token(firstReply + EXPIRY));
    if (expiresAt == Expiries.GONE) {
      verdict = Verdict.ABSENT;
      return;
    }
    taken = true;
    tail.take(answers, answers.token(firstReply + FACTS), answers.token(firstReply + WINDOW));
    judge();
  }

  /** Returns the command whose reply has another form than it should. */
  private Optional<String> unexpected(Replies answers) {
    if (type.shape(answers, answers.token(firstReply + FACTS)) != Shape.WHOLE) {
      return Optional.of(type.read().name());
    }
    if (!reading.expiries().isExpiry(answers, answers.token(firstReply + EXPIRY))) {
      return Optional.of(reading.expiries().command().name());
    }
    return tail.isWindow(answers, answers.token(firstReply + WINDOW))
        ? Optional.empty()
        : Optional.of(tail.command());
  }

  /** Adds the rows of the last step, and the row in the main table. */
  void emit(List<Operation> operations) {
    Emitter emitter = reading.emitter();
    switch (verdict) {
      case READ -> {
        tail.write(operations);
        emitter.copied(key, type, tail, expiresAt, operations);
      }
      case OPEN -> {
        if (!taken) {
          return;
        }
        tail.write(operations);
        emitter.copying(key, type, tail, expiresAt, operations);
      }
      case UNREADABLE -> {
        emitter.unreadable(key.keys(), 0, key.hash(), problem.orElseThrow(), operations);
        reading.settings().series().end(key.hash());
      }
      case ABSENT, OTHER_TYPE -> {}
      case SAME, POSTPONED, LARGE, TOO_LARGE, SKIPPED, ELSEWHERE ->
          throw new IllegalStateException("A series cannot be " + verdict);
    }
  }

  /**
   * What was dropped although it is small enough shared its page with too much: ask for it alone.
   */
  private void takeDropped(int reply, long size, long limit) {
    if (reply == WINDOW) {
      tail.dropped(size, limit);
    }
    crowded = size <= limit;
    judge();
    if (reply != WINDOW && !crowded) {
      problem = Optional.of(Problem.tooLarge(type.name(), size + " bytes of facts", limit));
      verdict = Verdict.UNREADABLE;
    }
  }

  private String commandOf(int reply) {
    return switch (reply) {
      case FACTS -> type.read().name();
      case EXPIRY -> reading.expiries().command().name();
      default -> tail.command();
    };
  }

  private void judge() {
    problem = tail.problem();
    if (problem.isPresent()) {
      verdict = Verdict.UNREADABLE;
    } else if (tail.isDone()) {
      verdict = Verdict.READ;
    }
  }

  /** An error of the module's own may mean that the key is gone: then its type is asked for. */
  private void judgeError(ErrorReply error, String command) {
    problem = reading.problemOf(error, type.name(), command);
    boolean refused = problem.isPresent() && error.kind() != ErrorReply.Kind.OTHER;
    verdict = refused ? Verdict.UNREADABLE : Verdict.OTHER_TYPE;
  }

  /** Returns why the key could not be read, where the server said so. */
  Optional<Problem> problem() {
    return problem;
  }

  /** Returns whether the next step has to be read by itself, because the last one did not fit. */
  boolean isCrowded() {
    return crowded;
  }

  private void addForKey(CommandBuffer commands, CommandTemplate command) {
    Keys one = key.keys();
    commands.add(command, one.bytes(), one.offset(0), one.length(0));
  }
}
