package dev.skimmer.cli.report;

import dev.skimmer.cli.text.Quantity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** A table of a page, which its reader can sort by each column. */
final class HtmlTable {
  private final StringBuilder html = new StringBuilder();
  private boolean isEmpty = true;

  /** Begins a table; a column whose name begins with {@code #} is one of numbers. */
  HtmlTable(String caption, String... columns) {
    html.append("<div class=\"scroll\"><table>\n<caption>")
        .append(Html.text(caption))
        .append("</caption>\n<thead><tr>");
    for (String column : columns) {
      boolean number = column.startsWith("#");
      html.append(number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
          .append("<button type=\"button\">")
          .append(Html.text(number ? column.substring(1) : column))
          .append("</button></th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
  }

  HtmlTable row() {
    html.append(isEmpty ? "<tr>" : "</tr>\n<tr>");
    isEmpty = false;
    return this;
  }

  HtmlTable text(String text) {
    html.append("<td>").append(Html.text(text)).append("</td>");
    return this;
  }

  /** Adds a name that a machine gave, such as that of a key. */
  HtmlTable name(String name) {
    html.append("<td class=\"name\">").append(Html.text(name)).append("</td>");
    return this;
  }

  HtmlTable number(long number) {
    return number((double) number, Quantity.count(number));
  }

  /** Adds a number as it is to be read; the table sorts by the number itself. */
  HtmlTable number(double number, String text) {
    html.append("<td class=\"n\" data-v=\"")
        .append(number)
        .append("\">")
        .append(Html.text(text))
        .append("</td>");
    return this;
  }

  HtmlTable share(long part, long whole) {
    double percent = whole == 0 ? 0 : 100.0 * part / whole;
    return number(percent, String.format(Locale.ROOT, "%.1f %%", percent));
  }

  HtmlTable time(Optional<Instant> time) {
    return text(time.map(HtmlTable::readable).orElse(""));
  }

  /** Returns a time for people, in UTC. */
  static String readable(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", "");
  }

  String end() {
    return html + (isEmpty ? "" : "</tr>\n") + "</tbody></table></div>\n";
  }
}
