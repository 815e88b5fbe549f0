package dev.skimmer.cli;

import dev.skimmer.engine.PastSync;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists syncs of the past. */
@Command(
    name = "history",
    header = "Lists the syncs of the past.",
    description = {
      "Lists the syncs that wrote to the destination, the newest first, as the table _skimmer_syncs"
          + " holds them. Asks the destination alone, and changes nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: skimmer history CONFIG.json --limit 5"})
final class HistoryCommand implements Callable<Integer> {
  private final ConfigurationReader reader;
  private final Console console;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--limit",
      paramLabel = "NUMBER",
      description = "How many are listed (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int limit;

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      description = "Lists those of this pipeline alone; its name is table_name.")
  private String pipeline;

  @Inject
  HistoryCommand(ConfigurationReader reader, Console console) {
    this.reader = reader;
    this.console = console;
  }

  @Override
  public Integer call() {
    return console.reportingFailures(output.format(), this::list);
  }

  private int list() {
    List<PastSync> syncs =
        configuration.read(reader).history(Math.max(0, limit), Optional.ofNullable(pipeline));
    console.out().print(HistoryReport.of(syncs, output.format()));
    console.out().flush();
    if (syncs.isEmpty() && limit > 0) {
      console
          .err()
          .println(
              pipeline == null
                  ? "skimmer: no sync has come to an end at this destination yet."
                  : "skimmer: no sync of pipeline %s has come to an end at this destination yet."
                      .formatted(Console.printable(pipeline)));
    }
    return 0;
  }
}
