package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Exchange;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.spi.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Reads one large collection window by window. What the server says about its length before and
 * after must agree with what was read, or it is read again; the windows together are no snapshot.
 */
final class WindowRead implements Unit {
  private static final int READS = 3;

  private final Reading reading;
  private final Keys keys;
  private final ValueType type;
  private final Absence absence;
  private final int attempt;
  private final WindowState state;
  private int reads = 1;
  private Optional<Exchange> exchange = Optional.empty();
  private boolean complete;

  /**
   * Creates a unit for one key.
   *
   * @param keys the one key
   * @param attempt how often its type was asked for
   */
  WindowRead(Reading reading, Keys keys, ValueType type, Absence absence, int attempt) {
    this.reading = reading;
    this.keys = keys;
    this.type = type;
    this.absence = absence;
    this.attempt = attempt;
    this.state = new WindowState(reading, keys.copy(0), type);
  }

  @Override
  public long weight() {
    return reading.settings().maxValueBytes();
  }

  @Override
  public boolean advance() {
    while (!complete) {
      if (exchange.isEmpty()) {
        CommandBuffer commands = reading.commands();
        state.ask(commands);
        exchange = Optional.of(reading.send());
      }
      exchange.get().requireProgress(reading.settings().patience());
      if (!exchange.get().isDone()) {
        return false;
      }
      take(exchange.get().replies());
      exchange = Optional.empty();
    }
    return true;
  }

  private void take(Replies answers) {
    state.take(answers);
    reading.release(answers);
    boolean changed = state.verdict() == Verdict.LARGE;
    if (changed && reads < READS) {
      reads++;
      state.restart();
    } else {
      state.acceptExpiring();
    }
    complete = state.verdict() != Verdict.OPEN;
  }

  @Override
  public List<Unit> finish(List<Operation> operations) {
    Emitter emitter = reading.emitter();
    switch (state.verdict()) {
      case READ -> state.emit(keys, operations);
      case ABSENT -> emitter.absent(keys, 0, keys.hash(0), absence, operations);
      case LARGE ->
          unreadable(Problem.unstable(type.name(), READS).withSize(state.length()), operations);
      case UNREADABLE -> unreadable(state.problem(), operations);
      case TOO_LARGE -> {
        return List.of(new OversizeRead(reading).add(keys, 0, type));
      }
      case OTHER_TYPE -> {
        return List.of(new GroupRead(reading, keys, absence, attempt + 1));
      }
      case OPEN, SAME, POSTPONED, SKIPPED, ELSEWHERE ->
          throw new IllegalStateException("Finished before it was judged");
    }
    return List.of();
  }

  private void unreadable(Problem problem, List<Operation> operations) {
    reading.emitter().unreadable(keys, 0, keys.hash(0), problem, operations);
  }
}
