package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Exchange;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The expiries of the fields of a group's hashes, asked for once the hashes are there. A group
 * without hashes asks for nothing.
 */
final class GroupFields {
  private final Reading reading;
  private final Keys keys;
  private final GroupState state;
  private final Elements fields = new Elements();
  private final FieldTimes[] times;
  private final int[] replies;

  GroupFields(Reading reading, Keys keys, GroupState state) {
    this.reading = reading;
    this.keys = keys;
    this.state = state;
    this.times = new FieldTimes[keys.size()];
    this.replies = new int[keys.size()];
  }

  /** Asks about the hashes that were read, if there are any. */
  Optional<Exchange> send() {
    FieldExpiries expiries = reading.fieldExpiries();
    if (!expiries.areWanted()) {
      return Optional.empty();
    }
    CommandBuffer commands = reading.commands();
    boolean any = false;
    for (int i = 0; i < keys.size(); i++) {
      if (state.verdict(i) == Verdict.READ && expiries.concern(state.type(i))) {
        times[i] = expiries.newTimes();
        replies[i] = commands.commands();
        state.showFields(i, fields);
        expiries.ask(commands, keys.bytes(), keys.offset(i), keys.length(i), fields);
        any = true;
      }
    }
    return any ? Optional.of(reading.send()) : Optional.empty();
  }

  /** Takes in the replies. */
  void judge(Replies answers) {
    FieldExpiries expiries = reading.fieldExpiries();
    for (int i = 0; i < keys.size(); i++) {
      if (times[i] != null) {
        int number = state.showFields(i, fields).groups();
        int end = replies[i] + expiries.replies(number);
        Optional<ErrorReply> error = firstError(answers, replies[i], end);
        if (error.isPresent()) {
          state.judgeError(i, error.get(), expiries.command(), state.type(i).name());
        } else if (!expiries.areTimes(answers, replies[i], number)) {
          state.judgeUnexpected(i, expiries.command());
        } else {
          expiries.take(answers, replies[i], number, times[i]);
        }
      }
    }
  }

  private static Optional<ErrorReply> firstError(Replies answers, int from, int to) {
    return IntStream.range(from, to)
        .map(answers::token)
        .filter(token -> answers.kind(token) == Token.ERROR)
        .mapToObj(token -> ErrorReply.of(answers.text(token)))
        .findFirst();
  }

  FieldTimes of(int key) {
    return times[key] == null ? FieldTimes.NONE : times[key];
  }
}
