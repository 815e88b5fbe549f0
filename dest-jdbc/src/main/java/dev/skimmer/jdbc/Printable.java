package dev.skimmer.jdbc;

/** Makes foreign text fit for one line of a message: no control characters, and not too long. */
public final class Printable {
  private static final int MAX_CHARS = 400;

  private Printable() {}

  /** Returns the text in double quotes. */
  public static String quoted(String text) {
    return '"' + line(text) + '"';
  }

  /** Returns the text without line breaks and control characters. */
  public static String line(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && line.length() < MAX_CHARS; i++) {
      append(line, text.charAt(i));
    }
    if (text.length() > MAX_CHARS) {
      line.append("...");
    }
    return line.toString().strip();
  }

  private static void append(StringBuilder line, char c) {
    if (c == '\n' || c == '\r' || c == '\t') {
      line.append(' ');
    } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
      line.append("\\u%04X".formatted((int) c));
    } else {
      line.append(c);
    }
  }
}
