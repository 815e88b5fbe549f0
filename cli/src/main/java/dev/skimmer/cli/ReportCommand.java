package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.report.EarlierReport;
import dev.skimmer.cli.report.ReportFile;
import dev.skimmer.cli.report.ReportJson;
import dev.skimmer.cli.report.ReportPage;
import dev.skimmer.cli.text.Json;
import dev.skimmer.engine.PipelineReport;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.text.Printable;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a page about a pipeline. */
@Command(
    name = "report",
    header = "Writes a page about a pipeline.",
    description = {
      "Writes one HTML page that needs no network: what the keyspace is made of, what the syncs did,"
          + " and what could not be read, with charts. Asks the destination alone, reads no values,"
          + " and changes nothing there. An earlier report is replaced, and growth told against it;"
          + " any other file is left alone."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: skimmer report CONFIG.json --file shop.html"})
final class ReportCommand implements Callable<Integer> {
  private final ConfigurationReader reader;
  private final Console console;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "Where the page goes (default: skimmer-report.html). With --output json a page is written"
              + " only where this option is given.")
  private Path file;

  @Option(
      names = "--since",
      paramLabel = "FILE",
      description =
          "The earlier report, a page or its JSON, against which growth is told; without it, the"
              + " page that is replaced.")
  private Path since;

  @Option(
      names = "--syncs",
      paramLabel = "NUMBER",
      description = "Of how many syncs it tells (default: ${DEFAULT-VALUE}).",
      defaultValue = "200")
  private int syncs;

  @Inject
  ReportCommand(ConfigurationReader reader, Console console) {
    this.reader = reader;
    this.console = console;
  }

  @Override
  public Integer call() {
    return console.reportingFailures(output.format(), this::report);
  }

  private int report() {
    ReportFile page = new ReportFile(file == null ? Path.of("skimmer-report.html") : file);
    boolean writesPage = output.format() == OutputFormat.text || file != null;
    if (writesPage) {
      page.requireReplaceable();
    }
    Optional<EarlierReport> candidate = since == null ? page.earlier() : Optional.of(earlier());
    PipelineReport report = configuration.read(reader).report(Math.max(0, syncs));
    Optional<EarlierReport> earlier =
        candidate.filter(before -> before.pipeline().equals(report.pipeline()));
    ObjectNode json = json(report, earlier);
    if (writesPage) {
      page.write(ReportPage.of(report, earlier, json));
    }
    console
        .out()
        .print(
            switch (output.format()) {
              case text -> "Wrote %s%n".formatted(Printable.line(page.path().toString()));
              case json -> Json.line(json);
            });
    console.out().flush();
    return 0;
  }

  private EarlierReport earlier() {
    return new ReportFile(since)
        .earlier()
        .orElseThrow(
            () ->
                new ConnectorException(
                    ErrorCode.CONFIG_INVALID,
                    "%s is no report. Name a page that skimmer report wrote, or its JSON, with --since."
                        .formatted(Printable.quoted(since.toString()))));
  }

  private static ObjectNode json(PipelineReport report, Optional<EarlierReport> earlier) {
    ObjectNode json = ReportJson.of(report, earlier);
    report
        .status()
        .ifPresent(status -> json.set("status", new StatusReport(report.at()).json(status)));
    ArrayNode list = json.putArray("syncs");
    report.syncs().forEach(sync -> list.add(HistoryReport.json(sync)));
    return json;
  }
}
