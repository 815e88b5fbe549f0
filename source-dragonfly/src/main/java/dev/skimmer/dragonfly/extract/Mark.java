package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;

/**
 * The expiry of the last key that a pipeline asks for, behind all others, where values are not
 * followed by theirs: a number among values shows that every reply is that to its own command. Used
 * by the reader's thread.
 */
final class Mark {
  private static final int NONE = -1;

  private final Reading reading;
  private final Keys keys;
  private int key = NONE;
  private int reply;

  Mark(Reading reading, Keys keys) {
    this.reading = reading;
    this.keys = keys;
  }

  /**
   * Ends a pipeline.
   *
   * @param last the last of the keys that it asks for; negative where it asks for none
   */
  void add(CommandBuffer commands, int last) {
    key = reading.expiries().areLeftOut() ? last : NONE;
    if (key >= 0) {
      reply = commands.commands();
      commands.add(reading.expiries().command(), keys.bytes(), keys.offset(key), keys.length(key));
    }
  }

  /**
   * Makes sure that the pipeline ended with a number.
   *
   * @param firstReplies to each key, in this pipeline for those that it asks for
   * @throws ConnectorException when it did not, for no reason that the last key has
   */
  void require(Replies answers, int[] firstReplies) {
    if (key < 0 || answers.kind(answers.token(reply)) == Token.INTEGER) {
      return;
    }
    boolean refused = answers.kind(answers.token(firstReplies[key])) == Token.ERROR;
    if (answers.kind(answers.token(reply)) != Token.ERROR) {
      throw lostStep();
    }
    if (!refused) {
      requireReason(ErrorReply.of(answers.text(answers.token(reply))));
    }
  }

  /** A key may move, or be denied, right behind its value; what is more concerns all keys. */
  private void requireReason(ErrorReply error) {
    switch (error.kind()) {
      case MOVED, KEY_DENIED -> {}
      case COMMAND_DENIED, COMMAND_UNKNOWN, AUTHENTICATION, NOT_READY ->
          throw error.toException(
              reading.expiries().command().name(), reading.settings().address());
      case WRONG_TYPE, NO_SUCH_DATABASE, OTHER -> throw lostStep();
    }
  }

  private ConnectorException lostStep() {
    return new ConnectorException(
        ErrorCode.SOURCE_PROTOCOL,
        "Lost step with %s: it sent a reply that nobody had asked for. Check that it is a Dragonfly, Redis or Valkey server, and what stands between."
            .formatted(reading.settings().address()));
  }
}
