package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Exchange;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the next window of a few series and streams in one round trip. Those with more to read are
 * followed at once by a unit for their next window, so that memory holds one window of each.
 */
final class SeriesRead implements Unit {
  /** How many are read at once: a window of samples takes about half a megabyte in memory. */
  static final int MOST = 8;

  private static final long WINDOW_BYTES = 1L << 19;

  private final Reading reading;
  private final List<SeriesCopy> copies;
  private final Absence absence;
  private final int attempt;
  private Optional<Exchange> exchange = Optional.empty();
  private boolean complete;

  /**
   * Creates a unit.
   *
   * @param copies those with something to read
   * @param attempt how often their types were asked for
   */
  SeriesRead(Reading reading, List<SeriesCopy> copies, Absence absence, int attempt) {
    this.reading = reading;
    this.copies = List.copyOf(copies);
    this.absence = absence;
    this.attempt = attempt;
  }

  @Override
  public long weight() {
    return copies.size() * WINDOW_BYTES;
  }

  @Override
  public boolean advance() {
    if (complete) {
      return true;
    }
    if (exchange.isEmpty()) {
      CommandBuffer commands = reading.commands();
      reading.expiries().open(commands);
      copies.forEach(copy -> copy.ask(commands));
      exchange = Optional.of(reading.sendWindows(copies.size() == 1));
    }
    exchange.get().requireProgress(reading.settings().patience());
    if (exchange.get().isDone()) {
      take(exchange.get().replies());
      complete = true;
    }
    return complete;
  }

  private void take(Replies answers) {
    reading.expiries().requireOpen(answers, reading.settings().address());
    reading.context().metrics().addBytesRead(answers.used());
    copies.forEach(copy -> copy.take(answers, reading.windowLimit()));
  }

  @Override
  public List<Unit> finish(List<Operation> operations) {
    List<SeriesCopy> open = new ArrayList<>();
    List<Unit> followers = new ArrayList<>();
    for (SeriesCopy copy : copies) {
      copy.emit(operations);
      switch (copy.verdict()) {
        case OPEN -> {
          if (copy.isCrowded()) {
            followers.add(new SeriesRead(reading, List.of(copy), absence, attempt));
          } else {
            open.add(copy);
          }
        }
        case OTHER_TYPE, ABSENT -> readAgain(copy, operations, followers);
        case READ, UNREADABLE -> {}
        case SAME, POSTPONED, LARGE, TOO_LARGE, SKIPPED, ELSEWHERE ->
            throw new IllegalStateException("A series cannot be " + copy.verdict());
      }
    }
    reading.release(exchange.orElseThrow().replies());
    if (!open.isEmpty()) {
      followers.add(new SeriesRead(reading, open, absence, attempt));
    }
    return followers;
  }

  /** Reads a key anew that is gone or of another type by now. */
  private void readAgain(SeriesCopy copy, List<Operation> operations, List<Unit> followers) {
    reading.settings().series().release(copy.hash());
    if (attempt <= GroupRead.ATTEMPTS) {
      followers.add(new GroupRead(reading, copy.keys(), absence, attempt + 1));
    } else {
      Problem problem = copy.problem().orElseGet(() -> Problem.unstable("", attempt));
      reading.emitter().unreadable(copy.keys(), 0, copy.hash(), problem, operations);
    }
  }
}
