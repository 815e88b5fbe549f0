package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.Exchange;
import dev.skimmer.spi.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a group of keys in at most two round trips: value and expiry at once where the type is
 * known from the last pass, TYPE first where it is not. A string that is trusted by its digest is
 * read only where that is another than its row's. Where the database has no expiries, none is asked
 * for. Where the expiries of hash fields are wanted, a group with hashes takes one more.
 */
public final class GroupRead implements Unit {
  static final int ATTEMPTS = 3;

  private final Reading reading;
  private final Keys keys;
  private final Absence absence;
  private final int attempt;
  private final GroupState state;
  private final GroupFields fields;
  private Optional<Exchange> first = Optional.empty();
  private Optional<Exchange> second = Optional.empty();
  private Optional<Exchange> third = Optional.empty();
  private boolean complete;

  GroupRead(Reading reading, Keys keys, Absence absence, int attempt) {
    this.reading = reading;
    this.keys = keys;
    this.absence = absence;
    this.attempt = attempt;
    this.state = new GroupState(reading, keys, attempt);
    this.fields = new GroupFields(reading, keys, state);
  }

  /** Creates a unit that reads these keys, whose types may be known from the last pass. */
  public static GroupRead of(Reading reading, Keys keys, Absence absence) {
    return new GroupRead(reading, keys, absence, 1);
  }

  @Override
  public long weight() {
    return reading.sizer().expectedBytes(keys.size());
  }

  @Override
  public boolean advance() {
    if (complete) {
      return true;
    }
    if (first.isEmpty()) {
      first = Optional.of(state.sendFirst());
    } else if (third.isPresent()) {
      judgeFields(third.get());
    } else if (second.isEmpty() && isDone(first.get())) {
      state.judge(first.get().replies());
      second = state.sendSecond();
      if (second.isEmpty()) {
        askForFields();
      }
    } else if (second.isPresent() && isDone(second.get())) {
      state.judge(second.get().replies());
      askForFields();
    }
    return complete;
  }

  private void askForFields() {
    third = fields.send();
    complete = third.isEmpty();
  }

  private void judgeFields(Exchange exchange) {
    if (isDone(exchange)) {
      fields.judge(exchange.replies());
      complete = true;
    }
  }

  private boolean isDone(Exchange exchange) {
    exchange.requireProgress(reading.settings().patience());
    return exchange.isDone();
  }

  @Override
  public List<Unit> finish(List<Operation> operations) {
    List<Unit> followers = new ArrayList<>();
    Keys otherType = new Keys();
    Keys postponed = new Keys();
    Map<Reading, Keys> elsewhere = new LinkedHashMap<>();
    OversizeRead oversize = new OversizeRead(reading);
    List<SeriesCopy> series = new ArrayList<>();
    state.prepareIndex();
    for (int i = 0; i < keys.size(); i++) {
      switch (state.verdict(i)) {
        case READ -> read(i, operations, series);
        case SAME -> {
          if (state.isStillSame(i)) {
            state.emitSame(i, operations);
          } else {
            otherType.add(keys, i);
          }
        }
        case ABSENT -> reading.emitter().absent(keys, i, state.hash(i), absence, operations);
        case UNREADABLE -> unreadable(i, state.problem(i), operations);
        case SKIPPED -> reading.emitter().skipped(keys, i, state.hash(i), operations);
        case OTHER_TYPE -> otherType.add(keys, i);
        case ELSEWHERE ->
            elsewhere.computeIfAbsent(state.elsewhere(i), there -> new Keys()).add(keys, i);
        case POSTPONED -> postponed.add(keys, i);
        case TOO_LARGE -> oversize.add(keys, i, state.type(i));
        case LARGE -> followers.add(windows(i));
        case OPEN -> throw new IllegalStateException("Finished before it was judged");
      }
    }
    releaseReplies();
    addSeries(series, followers);
    addTypeAgain(otherType, operations, followers);
    addGroups(reading, postponed, attempt, followers);
    elsewhere.forEach((there, moved) -> addGroups(there, moved, attempt + 1, followers));
    if (!oversize.isEmpty()) {
      followers.add(oversize);
    }
    return followers;
  }

  /** Emits a value that is whole, or the row of a series with nothing to read. */
  private void read(int key, List<Operation> operations, List<SeriesCopy> series) {
    if (state.type(key) instanceof AppendedType type) {
      state
          .beginCopy(key, type)
          .ifPresent(
              copy -> {
                if (copy.verdict() == Verdict.OPEN) {
                  series.add(copy);
                } else {
                  copy.emit(operations);
                }
              });
    } else {
      state.emit(key, fields.of(key), operations);
    }
  }

  private void addSeries(List<SeriesCopy> series, List<Unit> followers) {
    for (int from = 0; from < series.size(); from += SeriesRead.MOST) {
      int to = Math.min(series.size(), from + SeriesRead.MOST);
      followers.add(new SeriesRead(reading, series.subList(from, to), absence, attempt));
    }
  }

  private WindowRead windows(int key) {
    return new WindowRead(reading, keys.slice(key, key + 1), state.type(key), absence, attempt);
  }

  private void unreadable(int key, Problem problem, List<Operation> operations) {
    reading.emitter().unreadable(keys, key, state.hash(key), problem, operations);
  }

  private void releaseReplies() {
    first.ifPresent(exchange -> reading.release(exchange.replies()));
    second.ifPresent(exchange -> reading.release(exchange.replies()));
    third.ifPresent(exchange -> reading.release(exchange.replies()));
  }

  private void addTypeAgain(Keys again, List<Operation> operations, List<Unit> followers) {
    if (attempt <= ATTEMPTS) {
      addGroups(reading, again, attempt + 1, followers);
      return;
    }
    Problem problem = Problem.unstable("", attempt);
    for (int i = 0; i < again.size(); i++) {
      reading.emitter().unreadable(again, i, again.hash(i), problem, operations);
    }
  }

  private void addGroups(Reading where, Keys again, int nextAttempt, List<Unit> followers) {
    for (int from = 0; from < again.size(); ) {
      int to = Math.min(again.size(), from + reading.sizer().next());
      followers.add(new GroupRead(where, again.slice(from, to), absence, nextAttempt));
      from = to;
    }
  }
}
