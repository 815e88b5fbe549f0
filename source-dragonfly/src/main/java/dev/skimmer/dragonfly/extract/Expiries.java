package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.connect.Capabilities;
import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.KnownRows;

/**
 * How expiries are asked for: by PEXPIRETIME, or by PTTL and one TIME a pipeline where a server
 * does not know that. Both answer -2 for an absent key and -1 for one without expiry. Where the
 * database has no key with an expiry, they are not asked for along with values that tell by
 * themselves whether their key is there. Stateless.
 */
final class Expiries {
  /** Stands for a key that is gone. */
  static final long GONE = -2;

  /** The last millisecond of the year 9999, the end of the timestamps that databases hold. */
  static final long LATEST = 253_402_300_799_999L;

  private static final long NONE = -1;
  private static final long JITTER_MILLIS = 2000;

  private final boolean absolute;
  private final boolean expiring;
  private final CommandTemplate command;

  Expiries(Capabilities capabilities, boolean expiring) {
    this.expiring = expiring;
    this.absolute = capabilities.absoluteExpiry();
    this.command = CommandTemplate.of(absolute ? "PEXPIRETIME" : "PTTL");
  }

  /** Returns by how much two readings of one expiry may differ, in milliseconds. */
  long tolerance() {
    return absolute ? 0 : JITTER_MILLIS;
  }

  /** Returns whether some values are not followed by their expiries. */
  boolean areLeftOut() {
    return !expiring;
  }

  /** Returns whether the expiry has to be asked for with a value of this type. */
  boolean isNeeded(ValueType type) {
    return expiring || !type.tellsAbsence();
  }

  CommandTemplate command() {
    return command;
  }

  /** Adds what has to come first in a pipeline that asks for expiries. */
  void open(CommandBuffer commands) {
    if (!absolute) {
      commands.add("TIME");
    }
  }

  /**
   * Makes sure that the replies to {@link #open} are no errors.
   *
   * @throws ConnectorException when one is
   */
  void requireOpen(Replies replies, String address) {
    int token = replies.token(0);
    if (!absolute && !ReplyForms.isTime(replies, token)) {
      String text = replies.kind(token) == Token.ERROR ? replies.text(token) : "no time";
      throw ErrorReply.of(text).toException("TIME", address);
    }
  }

  /** Returns the index of the first reply behind those to {@link #open}. */
  int firstReply() {
    return absolute ? 0 : 1;
  }

  /** Returns whether a reply to {@link #command} is one. */
  boolean isExpiry(Replies replies, int token) {
    return replies.kind(token) == Token.INTEGER && replies.number(token) >= GONE;
  }

  /**
   * Returns the absolute expiry in milliseconds since 1970 UTC, {@link KnownRows#NO_EXPIRY} or
   * {@link #GONE}.
   *
   * @param token the reply to {@link #command}, which {@link #isExpiry}
   */
  long millis(Replies replies, int token) {
    long answer = replies.number(token);
    if (answer == GONE) {
      return GONE;
    }
    if (answer == NONE) {
      return KnownRows.NO_EXPIRY;
    }
    long at = absolute ? answer : serverTime(replies) + answer;
    return Math.max(1, Math.min(at, LATEST));
  }

  /** Reads the reply to TIME: seconds and microseconds. */
  private static long serverTime(Replies replies) {
    int token = replies.token(0);
    long seconds = Long.parseLong(replies.text(token + 1));
    long micros = Long.parseLong(replies.text(token + 2));
    return seconds * 1000 + micros / 1000;
  }
}
