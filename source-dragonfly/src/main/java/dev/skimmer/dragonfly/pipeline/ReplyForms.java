package dev.skimmer.dragonfly.pipeline;

import java.util.regex.Pattern;

/**
 * Tells whether replies have the form that their commands promise. What a server sends is believed
 * only as far as its form was looked at: a token of another kind has no bytes to point at.
 */
public final class ReplyForms {
  private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,18}");

  private ReplyForms() {}

  /** Returns whether a token is a text: a bulk string or a simple one. */
  public static boolean isText(Replies replies, int token) {
    return switch (replies.kind(token)) {
      case BULK, STATUS -> true;
      case ERROR, INTEGER, ARRAY, NIL, DROPPED -> false;
    };
  }

  /** Returns whether a token is an array of bulk strings. */
  public static boolean isArrayOfTexts(Replies replies, int token) {
    if (replies.kind(token) != Token.ARRAY) {
      return false;
    }
    int end = token + 1 + replies.count(token);
    for (int element = token + 1; element < end; element++) {
      if (replies.kind(element) != Token.BULK) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether a token is a page of SCAN, HSCAN or SSCAN: an array of the next cursor and an
   * array of bulk strings.
   */
  public static boolean isPage(Replies replies, int token) {
    return replies.kind(token) == Token.ARRAY
        && replies.count(token) == 2
        && replies.kind(token + 1) == Token.BULK
        && isArrayOfTexts(replies, token + 2);
  }

  /** Returns whether a token is what TIME answers: an array of seconds and microseconds. */
  public static boolean isTime(Replies replies, int token) {
    return isArrayOfTexts(replies, token)
        && replies.count(token) == 2
        && UNSIGNED.matcher(replies.text(token + 1)).matches()
        && UNSIGNED.matcher(replies.text(token + 2)).matches();
  }
}
