package dev.skimmer.cli.report;

import dev.skimmer.text.Printable;
import java.util.Locale;

/** Writes text into HTML so that it stays text, whatever it holds. */
final class Html {
  private Html() {}

  /**
   * Returns the text for any place between tags or within a quoted attribute, without characters
   * that would turn what stands beside them around.
   */
  static String text(String any) {
    StringBuilder escaped = new StringBuilder(any.length() + 16);
    Printable.line(any)
        .codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(character);
              }
            });
    return escaped.toString();
  }

  /**
   * Returns JSON that says the same in plain ASCII, and ends no script, begins no comment and
   * breaks no line.
   */
  static String scriptSafe(String json) {
    StringBuilder safe = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char character = json.charAt(i);
      boolean plain = character >= ' ' && character < 0x7f && "<>&".indexOf(character) < 0;
      if (plain) {
        safe.append(character);
      } else {
        safe.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
      }
    }
    return safe.toString();
  }
}
