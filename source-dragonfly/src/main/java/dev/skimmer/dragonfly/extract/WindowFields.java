package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;
import java.util.stream.IntStream;

/**
 * The expiries of the fields of one hash that is read in windows. Those of one window are asked for
 * together with the next, so that they cost no round trip. Of other collections, nothing.
 */
final class WindowFields {
  private static final int FIELD_AND_VALUE = 2;

  private final FieldExpiries expiries;
  private final byte[] key;
  private final FieldTimes times;
  private final Elements fields = new Elements();
  private int firstReply;
  private int asked;

  WindowFields(FieldExpiries expiries, byte[] key, ValueType type) {
    this.expiries = expiries;
    this.key = key;
    this.times = expiries.concern(type) ? expiries.newTimes() : FieldTimes.NONE;
  }

  FieldTimes times() {
    return times;
  }

  void restart() {
    times.clear();
  }

  /** Asks, behind all other commands, for the fields that were gathered and not answered yet. */
  void ask(CommandBuffer commands, ElementStore gathered) {
    firstReply = commands.commands();
    asked = 0;
    if (times != FieldTimes.NONE) {
      asked = gathered.show(fields, FIELD_AND_VALUE, times.count()).groups();
    }
    if (asked > 0) {
      expiries.ask(commands, key, 0, key.length, fields);
    }
  }

  /** Returns whether a reply is to one of the commands that {@link #ask} has added. */
  boolean isOurs(int reply) {
    return reply >= firstReply;
  }

  /**
   * Takes the replies in; where one did not fit, all are asked for once more.
   *
   * @return false when they are none to what was asked
   */
  boolean take(Replies answers) {
    if (asked == 0 || isDropped(answers)) {
      return true;
    }
    if (!expiries.areTimes(answers, firstReply, asked)) {
      return false;
    }
    expiries.take(answers, firstReply, asked, times);
    return true;
  }

  private boolean isDropped(Replies answers) {
    return IntStream.range(firstReply, answers.size())
        .anyMatch(reply -> answers.kind(answers.token(reply)) == Token.DROPPED);
  }
}
