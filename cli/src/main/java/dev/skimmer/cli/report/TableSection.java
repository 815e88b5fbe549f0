package dev.skimmer.cli.report;

import dev.skimmer.cli.text.Quantity;
import dev.skimmer.profile.Tally;
import dev.skimmer.profile.TtlHorizon;
import dev.skimmer.report.LargeKey;
import dev.skimmer.report.TableReport;
import dev.skimmer.report.UnreadableKeys;
import java.util.Map;
import java.util.Optional;

/** Writes what one main table tells, with places for its charts. */
final class TableSection {
  private static final int MOST_FAMILIES_LISTED = 100;

  private final TableReport table;
  private final int index;
  private final Optional<EarlierReport> earlier;
  private final StringBuilder html = new StringBuilder();

  TableSection(TableReport table, int index, Optional<EarlierReport> earlier) {
    this.table = table;
    this.index = index;
    this.earlier = earlier;
  }

  String html() {
    html.append("<section>\n<h2>Table ").append(Html.text(table.table())).append("</h2>\n");
    if (table.profile().all().keys() == 0) {
      html.append("<p>The table has no rows.</p>\n");
    } else {
      charts();
      html.append(tallies("Types", "type", table.profile().byKind()));
      html.append(tallies("Families", "family", table.profile().byFamily()));
      html.append(growth());
      html.append(expiries());
      html.append(largest());
    }
    if (table.unreadable().keys() > 0) {
      html.append(reasons()).append(unreadable());
    }
    return html.append("</section>\n").toString();
  }

  private void charts() {
    html.append("<div class=\"charts\">\n");
    chart("types", "Keys by type");
    chart("families", "Keys by family, the largest ones");
    chart("sizes", "Sizes: bytes of strings and documents, elements of others");
    chart("expires", "When keys expire");
    chart(
        "growth",
        earlier
            .map(before -> "Fastest growing families since " + HtmlTable.readable(before.at()))
            .orElse("Families by rows written within the last 24 hours"));
    html.append("</div>\n");
  }

  private void chart(String id, String caption) {
    html.append(PageBody.chart(id + "-" + index, caption));
  }

  private String tallies(String caption, String what, Map<String, Tally> tallies) {
    boolean cut = tallies.size() > MOST_FAMILIES_LISTED;
    HtmlTable rows =
        new HtmlTable(
            cut ? "%s, the first %d".formatted(caption, MOST_FAMILIES_LISTED) : caption,
            what,
            "#keys",
            "#share",
            "#with expiry",
            "#mean size",
            "#largest");
    tallies.entrySet().stream()
        .limit(MOST_FAMILIES_LISTED)
        .forEach(
            entry -> {
              Tally tally = entry.getValue();
              rows.row()
                  .name(entry.getKey())
                  .number(tally.keys())
                  .share(tally.keys(), table.profile().all().keys())
                  .share(tally.expiring(), tally.keys());
              sizes(rows, tally);
            });
    return rows.end();
  }

  private static void sizes(HtmlTable rows, Tally tally) {
    if (tally.sized() == 0) {
      rows.text("").text("");
      return;
    }
    rows.number(tally.meanSize(), Quantity.tenths(tally.meanSize())).number(tally.largest());
  }

  private String growth() {
    return earlier.map(this::growthSince).orElseGet(this::writtenLately);
  }

  private String growthSince(EarlierReport before) {
    HtmlTable rows =
        new HtmlTable(
            "Families that have grown since " + HtmlTable.readable(before.at()),
            "family",
            "#keys then",
            "#keys now",
            "#growth");
    for (Growth growth : before.growth(table)) {
      rows.row()
          .name(growth.family())
          .number(growth.before())
          .number(growth.now())
          .number(growth.difference());
    }
    return rows.end();
  }

  private String writtenLately() {
    HtmlTable rows =
        new HtmlTable("Rows written within the last 24 hours", "family", "#rows", "#of its keys");
    table.written().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_FAMILIES_LISTED)
        .forEach(
            entry -> {
              Tally all = table.profile().byFamily().get(entry.getKey());
              rows.row()
                  .name(entry.getKey())
                  .number(entry.getValue())
                  .share(entry.getValue(), all.keys());
            });
    return rows.end();
  }

  private String expiries() {
    HtmlTable rows = new HtmlTable("Expiries", "expires", "#keys", "#share");
    for (TtlHorizon horizon : TtlHorizon.values()) {
      long keys = table.profile().byHorizon().getOrDefault(horizon, 0L);
      rows.row().text(horizon.words()).number(keys).share(keys, table.profile().all().keys());
    }
    if (table.overdue() > 0) {
      rows.row()
          .text("of them already, and gone with the next sync")
          .number(table.overdue())
          .share(table.overdue(), table.profile().all().keys());
    }
    return rows.end();
  }

  private String largest() {
    HtmlTable rows =
        new HtmlTable("The largest keys of each type", "key", "type", "#size", "expires at");
    for (LargeKey key : table.largest()) {
      rows.row().name(key.key()).text(key.kind()).number(key.size()).time(key.expiresAt());
    }
    return rows.end();
  }

  private String reasons() {
    HtmlTable rows = new HtmlTable("Why keys could not be read", "reason", "#keys");
    table.unreadable().byCode().forEach((code, keys) -> rows.row().text(code).number(keys));
    return rows.end();
  }

  private String unreadable() {
    UnreadableKeys unreadable = table.unreadable();
    HtmlTable rows =
        new HtmlTable(
            unreadable.keys() > unreadable.listed().size()
                ? "Some of the keys that could not be read"
                : "Keys that could not be read",
            "key",
            "type",
            "reason",
            "since",
            "message");
    for (UnreadableKeys.Entry entry : unreadable.listed()) {
      rows.row()
          .name(entry.key())
          .text(entry.kind())
          .text(entry.code())
          .time(entry.since())
          .text(entry.message());
    }
    return rows.end();
  }
}
