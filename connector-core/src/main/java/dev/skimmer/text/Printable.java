package dev.skimmer.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes foreign text fit for a terminal, a log or a message: nothing in it moves the cursor,
 * changes colours or turns the direction of writing.
 */
public final class Printable {
  private static final String STEERING =
      "\\p{Cc}\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069";

  private static final Pattern ANY = Pattern.compile("[" + STEERING + "]");
  private static final Pattern ANY_BUT_LINE_FEED = Pattern.compile("[" + STEERING + "&&[^\\n]]");

  private static final Pattern BREAKS = Pattern.compile("[\\n\\r\\t]+");
  private static final int MOST_CHARACTERS = 400;

  private Printable() {}

  /** Returns the text with a question mark for each such character, line breaks included. */
  public static String line(String text) {
    return ANY.matcher(text).replaceAll("?");
  }

  /** Returns the text with a question mark for each such character but a line feed. */
  public static String lines(String text) {
    return ANY_BUT_LINE_FEED.matcher(text).replaceAll("?");
  }

  /**
   * Returns JSON that means the same with each such character escaped.
   *
   * @param json without line breaks between its tokens
   */
  public static String json(String json) {
    return ANY.matcher(json)
        .replaceAll(
            steering ->
                Matcher.quoteReplacement("\\u%04X".formatted((int) steering.group().charAt(0))));
  }

  /**
   * Returns the text as a part of a message: line breaks are spaces, and what is behind the first
   * 400 characters is left out.
   */
  public static String brief(String text) {
    return shortened(line(BREAKS.matcher(text.strip()).replaceAll(" ")));
  }

  /** Returns the text without what is behind the first 400 characters, otherwise as it is. */
  public static String shortened(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return text;
    }
    boolean halvesPair = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
    return text.substring(0, MOST_CHARACTERS - (halvesPair ? 1 : 0)) + "...";
  }

  /** Returns {@link #brief} in double quotes. */
  public static String quoted(String text) {
    return '"' + brief(text) + '"';
  }
}
