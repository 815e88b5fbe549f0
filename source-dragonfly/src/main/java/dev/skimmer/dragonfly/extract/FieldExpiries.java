package dev.skimmer.dragonfly.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.skimmer.dragonfly.connect.FieldExpiry;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import java.util.stream.IntStream;

/**
 * How the expiries of hash fields are asked for. Stateless.
 *
 * <p>HPEXPIRETIME takes many fields and answers an array of absolute milliseconds (Redis command
 * documentation); FIELDTTL takes one and answers seconds from now (Dragonfly's {@code
 * generic_family.cc}), so that TIME is asked with it. Both answer a negative number for a field
 * without expiry or without existence.
 */
final class FieldExpiries {
  private static final int FIELDS_A_COMMAND = 1000;
  private static final long JITTER_MILLIS = 2000;
  private static final byte[] HPEXPIRETIME = "HPEXPIRETIME".getBytes(US_ASCII);
  private static final byte[] FIELDS = "FIELDS".getBytes(US_ASCII);
  private static final byte[] FIELDTTL = "FIELDTTL".getBytes(US_ASCII);

  private final FieldExpiry way;

  FieldExpiries(FieldExpiry way) {
    this.way = way;
  }

  boolean areWanted() {
    return way != FieldExpiry.UNUSED;
  }

  /** Returns whether keys of this type have fields whose expiries are wanted. */
  boolean concern(ValueType type) {
    return areWanted() && type instanceof HashType;
  }

  String command() {
    return way.command();
  }

  /** Returns where the expiries of one hash are gathered. */
  FieldTimes newTimes() {
    return new FieldTimes(way == FieldExpiry.RELATIVE ? JITTER_MILLIS : 0);
  }

  /** Adds the commands that ask for the fields that {@code fields} shows, first parts of groups. */
  void ask(CommandBuffer commands, byte[] buffer, int offset, int length, Elements fields) {
    switch (way) {
      case UNUSED -> throw new IllegalStateException("Nobody wants the expiries of fields");
      case ABSOLUTE -> askAbsolute(commands, buffer, offset, length, fields);
      case RELATIVE -> askRelative(commands, buffer, offset, length, fields);
    }
  }

  private static void askAbsolute(
      CommandBuffer commands, byte[] buffer, int offset, int length, Elements fields) {
    for (int from = 0; from < fields.groups(); from += FIELDS_A_COMMAND) {
      int number = Math.min(FIELDS_A_COMMAND, fields.groups() - from);
      byte[] digits = Integer.toString(number).getBytes(US_ASCII);
      commands.begin(4 + number).argument(HPEXPIRETIME).argument(buffer, offset, length);
      commands.argument(FIELDS).argument(digits);
      for (int i = from; i < from + number; i++) {
        commands.argument(fields.bytes(), fields.offset(i, 0), fields.length(i, 0));
      }
    }
  }

  private static void askRelative(
      CommandBuffer commands, byte[] buffer, int offset, int length, Elements fields) {
    commands.add("TIME");
    for (int i = 0; i < fields.groups(); i++) {
      commands.begin(3).argument(FIELDTTL).argument(buffer, offset, length);
      commands.argument(fields.bytes(), fields.offset(i, 0), fields.length(i, 0));
    }
  }

  /** Returns how many replies come for so many fields. */
  int replies(int fields) {
    return switch (way) {
      case UNUSED -> 0;
      case ABSOLUTE -> (fields + FIELDS_A_COMMAND - 1) / FIELDS_A_COMMAND;
      case RELATIVE -> fields + 1;
    };
  }

  /**
   * Returns whether the replies that came for so many fields are what the commands promise:
   * numbers, or no array where the key is gone.
   *
   * @param first the first of the replies, none of which is an error or dropped
   */
  boolean areTimes(Replies answers, int first, int fields) {
    IntStream tokens = IntStream.range(first, first + replies(fields)).map(answers::token);
    return switch (way) {
      case UNUSED -> true;
      case ABSOLUTE -> tokens.allMatch(token -> areNumbers(answers, token));
      case RELATIVE ->
          ReplyForms.isTime(answers, answers.token(first))
              && tokens.skip(1).allMatch(token -> answers.kind(token) == Token.INTEGER);
    };
  }

  private static boolean areNumbers(Replies answers, int token) {
    return switch (answers.kind(token)) {
      case NIL -> true;
      case ARRAY ->
          IntStream.rangeClosed(token + 1, token + answers.count(token))
              .allMatch(element -> answers.kind(element) == Token.INTEGER);
      case BULK, STATUS, ERROR, INTEGER, DROPPED -> false;
    };
  }

  /**
   * Adds the expiries of {@code fields} fields, in the order in which they were asked for; a field
   * that is gone by now has none.
   *
   * @param first the first of the replies, which {@link #areTimes}
   */
  void take(Replies answers, int first, int fields, FieldTimes into) {
    switch (way) {
      case UNUSED -> throw new IllegalStateException("Nobody wants the expiries of fields");
      case ABSOLUTE -> takeAbsolute(answers, first, fields, into);
      case RELATIVE -> takeRelative(answers, first, fields, into);
    }
  }

  /** Reads arrays of as many numbers as fields were asked for; no array where the key is gone. */
  private static void takeAbsolute(Replies answers, int first, int fields, FieldTimes into) {
    for (int i = 0; i < fields; i++) {
      int array = answers.token(first + i / FIELDS_A_COMMAND);
      int element = i % FIELDS_A_COMMAND;
      boolean present = answers.kind(array) == Token.ARRAY && element < answers.count(array);
      into.add(present ? answers.number(array + 1 + element) : FieldTimes.NEVER);
    }
  }

  private static void takeRelative(Replies answers, int first, int fields, FieldTimes into) {
    long now = Long.parseLong(answers.text(answers.token(first) + 1));
    for (int i = 1; i <= fields; i++) {
      int token = answers.token(first + i);
      long left = answers.number(token);
      into.add(left < 0 ? FieldTimes.NEVER : (now + left) * 1000);
    }
  }
}
