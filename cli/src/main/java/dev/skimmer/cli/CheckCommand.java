package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves that a sync would work, and changes nothing. */
@Command(
    name = "check",
    description = "Connects to both ends, proves that a sync would work, and changes nothing.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: skimmer check CONFIG.json"})
final class CheckCommand implements Callable<Integer> {
  private final ConfigurationReader reader;
  private final Console console;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--print-acl",
      description =
          "Print the ACL rule that gives a user of this server what a sync needs and nothing else.")
  private boolean printAcl;

  @Inject
  CheckCommand(ConfigurationReader reader, Console console) {
    this.reader = reader;
    this.console = console;
  }

  @Override
  public Integer call() {
    return console.reportingFailures(output.format(), this::check);
  }

  private int check() {
    Pipeline pipeline = configuration.read(reader);
    if (printAcl) {
      printLeastRights(pipeline);
    } else {
      print(pipeline.check());
    }
    return 0;
  }

  private void printLeastRights(Pipeline pipeline) {
    String statement =
        pipeline
            .source()
            .leastRights()
            .orElseThrow(
                () ->
                    new ConnectorException(
                        ErrorCode.CONFIG_INVALID,
                        "The source has no access control list. Run check without --print-acl."));
    console
        .out()
        .print(
            output.format() == OutputFormat.json
                ? Json.line(Json.object().put("acl", statement))
                : Console.printable(statement) + System.lineSeparator());
  }

  private void print(List<Fact> facts) {
    switch (output.format()) {
      case text ->
          facts.forEach(
              fact ->
                  console.out().printf("%-16s %s%n", fact.name(), Console.printable(fact.value())));
      case json -> {
        ObjectNode object = Json.object();
        facts.forEach(fact -> object.put(fact.name(), fact.value()));
        console.out().print(Json.line(object));
      }
    }
  }
}
