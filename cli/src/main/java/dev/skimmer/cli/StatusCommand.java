package dev.skimmer.cli;

import dev.skimmer.engine.PipelineStatus;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells how the pipelines of a destination stand. */
@Command(
    name = "status",
    header = "Tells how the tables of a destination stand.",
    description = {
      "Tells of each pipeline that has written to the destination how its last sync ended, how old"
          + " its tables may be, who is at work on it, and what all syncs together did. Asks the"
          + " destination alone, and changes nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: skimmer status CONFIG.json"})
final class StatusCommand implements Callable<Integer> {
  private final ConfigurationReader reader;
  private final Console console;
  private final Messages messages;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Mixin private OutputOption output = new OutputOption();

  @Inject
  StatusCommand(ConfigurationReader reader, Console console, Messages messages) {
    this.messages = messages;
    this.reader = reader;
    this.console = console;
  }

  @Override
  public Integer call() {
    return console.reportingFailures(output.format(), this::tell);
  }

  private int tell() {
    List<PipelineStatus> pipelines = configuration.read(reader).status();
    console.out().print(new StatusReport(Instant.now()).of(pipelines, output.format()));
    console.out().flush();
    if (pipelines.isEmpty()) {
      messages.say("no sync has come to an end at this destination yet.");
    }
    return 0;
  }
}
