package dev.skimmer.cli.report;

import dev.skimmer.cli.text.Quantity;
import dev.skimmer.engine.PastSync;
import dev.skimmer.engine.PipelineReport;
import dev.skimmer.engine.PipelineStatus;
import dev.skimmer.report.TableReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Writes what stands between the tags of the body: what tables hold stays text. */
final class PageBody {
  private static final int MOST_SYNCS_LISTED = 50;

  private final PipelineReport report;
  private final Optional<EarlierReport> earlier;
  private final StringBuilder html = new StringBuilder();

  PageBody(PipelineReport report, Optional<EarlierReport> earlier) {
    this.report = report;
    this.earlier = earlier;
  }

  String html() {
    header();
    for (int i = 0; i < report.tables().size(); i++) {
      html.append(new TableSection(report.tables().get(i), i, earlier).html());
    }
    syncs();
    limits();
    return html.toString();
  }

  private void header() {
    html.append("<header>\n<h1>")
        .append(Html.text(report.pipeline()))
        .append("</h1>\n<p>")
        .append(report.status().flatMap(PipelineStatus::source).map(Html::text).orElse(""))
        .append("</p>\n<p class=\"quiet\">Written by Skimmer at ")
        .append(HtmlTable.readable(report.at()))
        .append(" (all times are UTC). It holds names of keys: show it to those who may see them.")
        .append("</p>\n</header>\n<dl class=\"tiles\">\n");
    tile("keys", sum(table -> table.profile().all().keys()));
    tile("expire by themselves", sum(table -> table.profile().all().expiring()));
    tile("could not be read", sum(table -> table.unreadable().keys()));
    report.status().ifPresent(this::tiles);
    html.append("</dl>\n");
    if (report.tables().isEmpty()) {
      html.append("<p>No table of this pipeline is there yet: no sync has found a key.</p>\n");
    }
  }

  private void tiles(PipelineStatus status) {
    tile(
        "tables as of",
        status
            .currentSince()
            .map(since -> Quantity.span(Duration.between(since, report.at())) + " ago")
            .orElse("no complete pass yet"));
    tile("last sync", status.last().outcome());
    tile("syncs in all", Quantity.count(status.totals().syncs()));
    tile("of them unfinished", Quantity.count(status.totals().unfinished()));
  }

  private void tile(String name, String value) {
    html.append("<div><dt>%s</dt><dd>%s</dd></div>%n".formatted(Html.text(name), Html.text(value)));
  }

  private String sum(ToLongFunction<TableReport> number) {
    return Quantity.count(report.tables().stream().mapToLong(number).sum());
  }

  private void syncs() {
    html.append("<section>\n<h2>Syncs</h2>\n");
    if (report.syncs().isEmpty()) {
      html.append("<p>No sync has come to an end yet.</p>\n</section>\n");
      return;
    }
    html.append("<div class=\"charts\">\n")
        .append(chart("changes", "Rows changed by each sync"))
        .append(chart("failures", "Keys that each sync could not read"))
        .append(chart("keys-per-second", "Throughput: keys read a second"))
        .append(chart("bytes-per-second", "Throughput: megabytes read a second"))
        .append("</div>\n")
        .append(syncTable())
        .append("</section>\n");
  }

  private String syncTable() {
    HtmlTable table =
        new HtmlTable(
            "The last syncs",
            "began",
            "outcome",
            "#seconds",
            "#read",
            "#inserted",
            "#updated",
            "#deleted",
            "#series rows",
            "#errors",
            "message");
    List<PastSync> syncs = report.syncs();
    for (int i = syncs.size() - 1; i >= Math.max(0, syncs.size() - MOST_SYNCS_LISTED); i--) {
      PastSync sync = syncs.get(i);
      double seconds = sync.durationMillis() / 1000.0;
      table
          .row()
          .time(Optional.of(sync.startedAt()))
          .text(sync.outcome())
          .number(seconds, Quantity.tenths(seconds))
          .number(sync.scanned())
          .number(sync.inserted())
          .number(sync.updated())
          .number(sync.deleted())
          .number(sync.appended())
          .number(sync.errors())
          .text(sync.message().orElse(""));
    }
    return table.end();
  }

  /** Returns a place for a chart that the script draws. */
  static String chart(String id, String caption) {
    return """
        <figure><figcaption>%2$s</figcaption>\
        <div class="chart"><canvas id="%1$s" role="img" aria-label="%2$s"></canvas></div></figure>
        """
        .formatted(id, Html.text(caption));
  }

  private void limits() {
    html.append(
        """
        <section>
        <h2>What this page cannot tell</h2>
        <ul>
        <li>It was written from the tables alone, and the server was not asked: they show the keyspace as it was when the last complete pass began, or later.</li>
        <li>Sizes are bytes of strings and documents, and elements, entries or samples of everything else, so sizes of different types cannot be compared. The memory that keys take in the server is not in the tables; <code>skimmer discover</code> asks for it.</li>
        <li>A row tells when it was written last, and not whether its key is new. Growth is told against the report that this one replaces, or that <code>--since</code> names.</li>
        <li>Families are learnt from 20,000 names drawn at random; <code>(other)</code> are keys that fit none.</li>
        <li>Samples and entries of series are counted by what the server said at the last sync; those that only the tables still hold are not.</li>
        <li>A sync whose process was killed has left no line in the history.</li>
        </ul>
        </section>
        """);
  }
}
